import "server-only";

const first = 14;
const count = 18;

/**
 * The mark before a field's line in a search document: five control characters, which nobody types and no trigram holds.
 * It follows from the name alone, so that a document stays readable when fields are added.
 */
export function markOf(field: string): string {
  let hash = 2_166_136_261;
  for (const letter of field) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return [0, 1, 2, 3, 4]
    .map((place) => String.fromCharCode(first + (Math.floor(hash / count ** place) % count)))
    .join("");
}
