const safeProtocols = ["http:", "https:", "mailto:", "tel:"];
const longestLink = 2_000;

/** The refusal of any other address. */
export const unsafeLinkMessage =
  "A link of this text cannot be used. Link to an address such as https://company.com, an e-mail address or a telephone number.";

/** Whether a text may link to this address: the web, an e-mail address or a telephone number, and nothing that runs. */
export function isSafeLink(address: string): boolean {
  if (address.length > longestLink || !URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  // "https://bank.example@evil.example" looks like another address.
  return safeProtocols.includes(protocol) && username === "" && password === "";
}
