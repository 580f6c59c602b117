// An image clip's picture in its row, where other kinds have their icon; the icon stands there until it comes.
// Never a name or a place of its own: the row says in words what it is, and nothing moves when the picture comes.
import { useEffect, useState } from 'react';
import { thumbnailUrl } from '../../src-shared/payload-url';
import { Icon } from '../ui/icons';

/** Rows that are only scrolled past ask for nothing. */
const SETTLED_MS = 60;

export function ThumbnailTile({ id }: { readonly id: number }) {
  const [settled, setSettled] = useState(false);
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <span className="row-tile row-tile-image" aria-hidden="true">
      <Icon name="image" />
      {settled && (
        <img
          className="row-thumbnail"
          src={thumbnailUrl(id)}
          alt=""
          draggable={false}
          decoding="async"
          data-loaded={loaded ? '' : undefined}
          onLoad={() => setLoaded(true)}
        />
      )}
    </span>
  );
}
