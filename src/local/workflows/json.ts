const ESCAPE = /\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|ud[89a-f][\da-f]{2}|.)/gi;
const LONE = /^\\ud[\da-f]{3}$/i;

/** A JSON text, read as the vendor does: half of a surrogate pair becomes U+FFFD. */
export function readJson(text: string): unknown {
  const whole = /\\ud/i.test(text) ? text.replace(ESCAPE, (one) => (LONE.test(one) ? "\\ufffd" : one)) : text;
  return JSON.parse(whole);
}
