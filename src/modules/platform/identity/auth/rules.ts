import { foldKey } from "@/lib/text";

/** Shortest and longest password; the upper bound keeps hashing cheap. */
export const passwordLength = { least: 10, most: 200 };

// Words that begin entries in lists of leaked passwords, after digits and signs are removed.
const commonWords = new Set(
  (
    "password passwort passwords motdepasse contrasena senha parola wachtwoord haslo passphrase letmein letmeinplease " +
    "welcome welcometo willkommen bienvenue iloveyou iloveyouso loveyou qwerty qwertyuiop qwertz qwertzuiop azerty " +
    "azertyuiop asdfghjkl asdfgh zxcvbnm qwertyasdf qazwsx qazwsxedc qweasd qweasdzxc qwerqwer asdfasdf admin administrator " +
    "administrateur root superuser login guest user test testing tester changeme changeit secret topsecret default master " +
    "monkey dragon football baseball basketball superman batman sunshine princess shadow michael jennifer charlie " +
    "trustno starwars whatever computer internet freedom pokemon liverpool chelsea arsenal summer winter spring autumn " +
    "january february march april june july august september october november december monday friday abc abcd abcdef " +
    "abcdefgh abcdefghij throughline throughlinecrm company companyname business office"
  ).split(" "),
);

const runs = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
];

/**
 * Why a new password is refused, in a sentence, or null. Length matters most; beyond it only first guesses are refused:
 * common words with additions, few characters, runs, and the person's own name or e-mail.
 */
export function passwordProblem(password: string, own: { name?: string; email?: string } = {}): string | null {
  if (password.length < passwordLength.least)
    return `Use at least ${passwordLength.least} characters. Three unrelated words make a good password.`;
  if (password.length > passwordLength.most) return `Use at most ${passwordLength.most} characters.`;
  const folded = foldKey(password);
  if (new Set(folded).size < 5) return "This password repeats too few characters. Use more different ones.";
  if (isRun(folded) || isCommon(folded)) return "This password is too easy to guess. Choose a less common one.";
  const names = [own.name, own.email, own.email?.split("@")[0]].map((text) => foldKey(text ?? "").replaceAll(" ", ""));
  const rest = letters(folded);
  if (names.some((name) => name.length >= 4 && (rest === letters(name) || folded.replaceAll(" ", "") === name)))
    return "This is your own name or e-mail address. Choose something that nobody knows.";
  return null;
}

const letters = (text: string) => text.replace(/[^\p{L}]/gu, "");

function isRun(folded: string): boolean {
  return runs.some((run) => run.includes(folded) || [...run].reverse().join("").includes(folded));
}

const swapped: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** A common word, once or twice, with any digits and signs around it or in place of its letters. */
function isCommon(folded: string): boolean {
  const plain = letters(folded);
  const read = letters(folded.replace(/[^\p{L}]+$/u, "").replace(/[013457@$!]/g, (sign) => swapped[sign] ?? sign));
  return [plain, read].some((word) => {
    const half = word.slice(0, word.length / 2);
    return commonWords.has(word) || (half.length > 0 && half + half === word && commonWords.has(half));
  });
}

/** The address after sign-in: a path of this site as browsers read it, who ignore tabs and dots; never another site. */
export function safeNextPath(next: string | undefined): string {
  const here = "https://here.invalid";
  if (!next?.startsWith("/") || !URL.canParse(next, here)) return "/";
  const { origin, pathname, search, hash } = new URL(next, here);
  return origin === here && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}

const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** "Chrome on macOS", from a browser's User-Agent. */
export function deviceName(userAgent: string | null): string {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  if (!browser && !system) return "Another program";
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? "");
}

export const isPhone = (userAgent: string | null) => /iPhone|Android.*Mobile/.test(userAgent ?? "");

/** A code as it is compared: without the spaces and hyphens that make it readable. */
export const plainCode = (code: string) => code.replace(/[\s-]/g, "").toUpperCase();

/** Whether a code is one of an authenticator app; all others are recovery codes. */
export const isTotpCode = (code: string) => /^\d{6}$/.test(plainCode(code));

/** The dark modules of a QR code as one SVG path, a unit to a side. */
export function qrPath({ size, data }: { size: number; data: ArrayLike<number | boolean> }): string {
  return Array.from({ length: size * size }, (_, at) => at)
    .filter((at) => Boolean(data[at]))
    .map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`)
    .join("");
}
