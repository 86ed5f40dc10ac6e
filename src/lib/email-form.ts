const form = /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** Whether a text is an e-mail address. The same as `email` in `zod.ts`, without its library. */
export function isEmailAddress(text: string): boolean {
  const address = text.trim();
  return address.length <= 254 && form.test(address);
}
