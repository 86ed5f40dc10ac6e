/** The same as zod's `regexes.email`, without its library. @internal */
export const emailForm =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** Whether a text is an e-mail address. The same as `email` in `zod.ts`. */
export function isEmailAddress(text: string): boolean {
  const address = text.trim();
  return address.length <= 254 && emailForm.test(address);
}
