/** A secret that went through the app's doors. */
export interface Planted {
  name: string;
  text: string;
  /** For texts so short that other numbers look alike: how they stand in a line. */
  alone?: boolean;
}

/**
 * A text as it could lie in a file: as it is, in JSON, in an address, as hexadecimal digits, and inside Base64 of either
 * alphabet, wherever it begins in what was encoded.
 */
export function formsOf(text: string): string[] {
  const hex = Buffer.from(text).toString("hex");
  const inBase64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // Characters that also hold bits of neighbours are left out.
    const first = Math.ceil((before * 4) / 3);
    return whole.toString("base64url").slice(first, Math.floor((whole.length * 4) / 3));
  });
  const forms = [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ "": text }).toString().slice(1),
    hex,
    hex.toUpperCase(),
    ...inBase64,
    ...inBase64.map((one) => one.replaceAll("-", "+").replaceAll("_", "/")),
  ];
  return [...new Set(forms)];
}

/** The names of the secrets that a text holds in any form. */
export function secretsIn(text: string, planted: readonly Planted[]): string[] {
  return planted
    .filter(({ text: secret, alone }) =>
      alone ? standsAlone(text, secret) : formsOf(secret).some((form) => text.includes(form)),
    )
    .map(({ name }) => name);
}

const standsAlone = (text: string, word: string) => new RegExp(`(?<![\\w.:+-])${word}(?![\\w.:+-])`).test(text);
