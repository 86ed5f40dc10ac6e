import { dateFormat, numberFormat } from "@/lib/intl";

/** Currency of a region, for the regions of most companies; elsewhere people choose. */
const currencies = new Map(
  (
    "US:USD GB:GBP CH:CHF LI:CHF SE:SEK NO:NOK DK:DKK PL:PLN CZ:CZK HU:HUF RO:RON BG:EUR IS:ISK TR:TRY UA:UAH " +
    "IL:ILS CA:CAD MX:MXN BR:BRL AR:ARS CL:CLP CO:COP PE:PEN AU:AUD NZ:NZD JP:JPY KR:KRW CN:CNY TW:TWD HK:HKD " +
    "SG:SGD MY:MYR TH:THB ID:IDR PH:PHP VN:VND IN:INR PK:PKR AE:AED SA:SAR QA:QAR EG:EGP ZA:ZAR NG:NGN KE:KES " +
    "MA:MAD DE:EUR AT:EUR FR:EUR BE:EUR NL:EUR LU:EUR IE:EUR IT:EUR ES:EUR PT:EUR GR:EUR FI:EUR EE:EUR LV:EUR " +
    "LT:EUR SK:EUR SI:EUR HR:EUR MT:EUR CY:EUR"
  )
    .split(" ")
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/** The most likely currency of a locale; US dollar if unknown. */
export function currencyOf(locale: string): string {
  const region = new Intl.Locale(locale).maximize().region ?? "";
  return currencies.get(region) ?? "USD";
}

interface Choice {
  value: string;
  label: string;
}

/** Every currency as "USD, US Dollar", those of the known regions first. */
export function currencyChoices(): Choice[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  const common = new Set(currencies.values());
  const all = Intl.supportedValuesOf("currency").map((code) => ({ value: code, label: `${code}, ${names.of(code)}` }));
  return [...all.filter(({ value }) => common.has(value)), ...all.filter(({ value }) => !common.has(value))];
}

/** Every time zone as "Chicago, UTC−6", by name; the offset is that of `at`. `own` is added when it is missing. */
export function timeZoneChoices(at: Date, own?: string): Choice[] {
  const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(own ? [own] : [])]);
  return [...zones].map((zone) => ({ value: zone, label: timeZoneLabel(zone, at) })).sort(byLabel);
}

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label);

function timeZoneLabel(zone: string, at: Date): string {
  const parts = dateFormat("en-US", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const offset =
    parts
      .find((part) => part.type === "timeZoneName")
      ?.value.replace("GMT", "UTC")
      .replace("-", "−") ?? "";
  const [area = "", ...place] = zone.split("/");
  const name = (place.at(-1) ?? area).replaceAll("_", " ");
  return zone === "UTC" ? "UTC" : `${name}, ${offset}`;
}

const locales = (
  "en-US en-GB en-CA en-AU en-NZ en-IE en-IN en-ZA en-SG de-DE de-AT de-CH fr-FR fr-CH fr-BE fr-CA it-IT it-CH es-ES " +
  "es-MX es-AR pt-BR pt-PT nl-NL nl-BE da-DK sv-SE nb-NO fi-FI pl-PL cs-CZ hu-HU ro-RO el-GR tr-TR uk-UA he-IL ja-JP " +
  "ko-KR zh-CN zh-TW hi-IN id-ID th-TH vi-VN"
).split(" ");

/** Formats of dates and numbers as "English (United States): 11/30/2026, 1,234.5". */
export function localeChoices(own?: string): Choice[] {
  const names = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });
  const day = new Date(Date.UTC(2026, 10, 30));
  return [...new Set([...locales, ...(own ? [own] : [])])].map((locale) => {
    const date = dateFormat(locale, { timeZone: "UTC" }).format(day);
    const number = numberFormat(locale).format(1234.5);
    return { value: locale, label: `${names.of(locale)}: ${date}, ${number}` };
  });
}

/** The offered locale nearest to the browser's. */
export function nearestLocale(wanted: string): string {
  try {
    const { language, region } = new Intl.Locale(wanted).maximize();
    const exact = locales.find((locale) => locale === `${language}-${region}`);
    return exact ?? locales.find((locale) => locale.startsWith(`${language}-`)) ?? "en-US";
  } catch {
    return "en-US";
  }
}

/** The regions of ISO 3166-1. */
export const countries = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC " +
  "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD " +
  "GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH " +
  "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW " +
  "MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC " +
  "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY " +
  "UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");

/** Every country by its English name, from A to Z. */
export function countryNames(): string[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return countries.flatMap((code) => names.of(code) ?? []).sort((a, b) => a.localeCompare(b));
}

/** Every country as a choice whose value is its ISO code. */
export function countryChoices(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return countries
    .flatMap((value) => {
      const label = names.of(value);
      return label === undefined ? [] : [{ value, label }];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Every day of a year without February 29 as "April 1", by month and day: "04-01". */
export function dayOfYearChoices(locale: string): Choice[] {
  const format = dateFormat(locale, { timeZone: "UTC", month: "long", day: "numeric" });
  return Array.from({ length: 365 }, (_, index) => {
    // Any year without a leap day.
    const day = new Date(Date.UTC(2027, 0, 1 + index));
    return { value: day.toISOString().slice("2027-".length, "2027-01-01".length), label: format.format(day) };
  });
}
