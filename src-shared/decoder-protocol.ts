// How the process that decodes images talks to main: it asks for one image after another, and answers with what it made of each.
// Never anything else: that process sees one image at a time, and nothing of the history.

/** Of the process' own pages and answers; nobody else can ask there. */
export const DECODER_SCHEME = 'decoder';
export const DECODER_ORIGIN = `${DECODER_SCHEME}://images`;

/** GET: the next image's bytes, as soon as there is one, and its number. */
export const JOB_PATH = '/job';
export const JOB_HEADER = 'x-job';
/** POST: the thumbnail's bytes, none where there is none; headers say of which job, and the SHA-256 of its pixels in hex. */
export const RESULT_PATH = '/result';
export const PIXELS_HEADER = 'x-pixels';
