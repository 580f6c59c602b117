// An address taken apart to be read: who is really asked, and for what.
// Pure. Never fetch anything, and never guess what an address means to its server.

export interface LinkParts {
  /** "https". */
  readonly scheme: string;
  /** As it is resolved (punycode where it isn't plain ASCII: look-alike letters show); of mail, the part behind the @. */
  readonly host: string;
  readonly port: string;
  /** What stands before the host and an @: it looks like a host to whoever reads quickly. */
  readonly user: string;
  readonly path: string;
  /** Decoded where they can be. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly fragment: string;
}

/** @returns null where the text is no address */
export function linkParts(text: string): LinkParts | null {
  const url = URL.parse(text.trim());
  if (url === null) return null;
  const { protocol, hostname, port, username, pathname, searchParams, hash } = url;
  const mail = protocol === 'mailto:';
  return {
    scheme: protocol.slice(0, -1),
    host: mail ? pathname.slice(pathname.lastIndexOf('@') + 1) : hostname,
    port,
    user: decoded(username),
    path: decoded(pathname),
    query: [...searchParams],
    fragment: decoded(hash.slice(1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
