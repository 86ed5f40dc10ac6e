import "server-only";
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** A telephone number as it is stored. */
interface PhoneNumber {
  /** In E.164 with its extension, "+13125550142;ext=5"; as it was typed where it could not be understood. */
  value: string;
  /** As people read it. */
  display: string;
  valid: boolean;
}

/** Reads a number as people of this country type it; without a country only "+49 30 …" and "0049 30 …" are understood. */
export function readPhoneNumber(typed: string, country: CountryCode | undefined): PhoneNumber {
  const text = typed.trim().replace(/;ext=/i, " ext. ");
  const inCountry = parsed(text, country);
  // Most countries dial "00" where the international form has "+".
  const abroad = text.replace(/^\(?\s*(?:00|\+)/, "+");
  const isOther = abroad !== text || (country !== undefined && text.startsWith("+"));
  const number = inCountry?.isValid() || !isOther ? inCountry : parsed(abroad, undefined);
  if (!number?.isValid()) return { value: typed.trim(), display: typed.trim(), valid: false };
  const extension = number.ext ? `;ext=${number.ext}` : "";
  return { value: `${number.number}${extension}`, display: number.formatInternational(), valid: true };
}

const parsed = (text: string, country: CountryCode | undefined) =>
  parsePhoneNumberFromString(text, { ...(country ? { defaultCountry: country } : {}), extract: false });

/** The country of a workspace, by its locale: "US" for en-US, "DE" for de. */
export function countryOf(locale: string): CountryCode | undefined {
  const { region } = new Intl.Locale(locale).maximize();
  return region !== undefined && isSupportedCountry(region) ? region : undefined;
}
