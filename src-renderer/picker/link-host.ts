// The host of a link, to be read apart from the rest of it.
// Pure. Never fetch anything.

/** @returns the host as it is resolved (punycode where it isn't plain ASCII: look-alike letters show), null where there is none */
export function linkHost(link: string): string | null {
  const url = URL.parse(link.trim().split(/\s/u)[0] ?? '');
  return url === null || url.host === '' ? null : url.host;
}
