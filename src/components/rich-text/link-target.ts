/** The first words of an address: a host, with or without its protocol. */
const addressLike = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu;

const bare = (address: string) =>
  address
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/, "")
    .replace(/^www\./, "")
    .replace(/\/$/, "");

/**
 * The real target of a link whose words look like another address, such as "bank.example" that leads to evil.example;
 * null where the words do not mislead.
 */
export function hiddenTarget(href: string, words: string): string | null {
  const url = new URL(href);
  const target = url.host === "" ? url.pathname : url.host;
  const shown = bare(words);
  if (bare(href).startsWith(shown) && (shown === bare(target) || shown.startsWith(`${bare(target)}/`))) return null;
  if (bare(href) === shown) return null;
  const named = shown.match(addressLike) ?? [];
  return named.length === 0 || named.every((one) => one === bare(target)) ? null : target;
}
