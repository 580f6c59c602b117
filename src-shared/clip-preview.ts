// A clip as the preview shows it: what it holds, within caps, and what is known of it.
// Never a whole payload: texts are cut, and images are named, not carried.
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What became of a file of a list; 'unknown' where the disk did not answer in time or the path is not on this machine. */
export const FILE_STATES = ['file', 'folder', 'missing', 'unknown'] as const;
/** Why an image is not shown. */
export const IMAGE_REFUSALS = ['too-many-pixels', 'not-shown-here', 'unreadable'] as const;

export const clipPreviewSchema = z.object({
  id: z.number().int().positive(),
  /** How often it was copied and pasted. */
  uses: count,
  formats: z.array(z.object({ mime: z.string(), size: count })).readonly(),
  /** A secret that is not to be seen before the user asks for it: nothing below is filled. */
  masked: z.boolean(),
  text: z
    .object({
      text: z.string(),
      /** Bytes of the payload that are not in `text`. */
      rest: count,
      /** The format that it was read from. */
      mime: z.string(),
    })
    .nullable(),
  /** As it was copied: never shown before it is sanitised. */
  html: z.object({ html: z.string(), cut: z.boolean() }).nullable(),
  image: z
    .object({
      mime: z.string(),
      /** Pixels, as the header says; null where it does not. */
      width: count.nullable(),
      height: count.nullable(),
      size: count,
      refusal: z.enum(IMAGE_REFUSALS).nullable(),
    })
    .nullable(),
  files: z
    .object({
      list: z
        .array(
          z.object({
            name: z.string(),
            folder: z.string(),
            state: z.enum(FILE_STATES),
            /** Bytes of a file that is there. */
            size: count.nullable(),
          }),
        )
        .readonly(),
      /** Files of the list that are not in `list`. */
      rest: count,
    })
    .nullable(),
});
export type ClipPreview = z.infer<typeof clipPreviewSchema>;

export type FileState = (typeof FILE_STATES)[number];
export type PreviewFile = NonNullable<ClipPreview['files']>['list'][number];
export type PreviewImage = NonNullable<ClipPreview['image']>;
