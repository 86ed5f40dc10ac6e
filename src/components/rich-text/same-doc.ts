import type { RichDoc } from "@/lib/rich-text/rich-text";

/** A short mark of a saved text, the same for the same text: shows whether it was changed after a draft. */
export function markOf(doc: RichDoc | null): string {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  const text = sorted(doc);
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    one = Math.imul(one ^ unit, 2_654_435_761);
    other = Math.imul(other ^ unit, 1_597_334_677);
  }
  return `${text.length} ${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}

/** JSON with sorted keys and without empty values: the database orders keys anew. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) => {
    if (typeof held !== "object" || held === null || Array.isArray(held)) return held;
    const filled = Object.entries(held).filter(([, inner]) => inner !== null && inner !== undefined);
    return Object.fromEntries(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** Whether two documents are the same text, in whatever order their keys are. */
export const isSameDoc = (one: RichDoc | null, other: RichDoc | null): boolean => sorted(one) === sorted(other);
