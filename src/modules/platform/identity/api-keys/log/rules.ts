/** Days for which the use of a key by day and address is kept. */
export const daysOfUses = 90;
/** Days for which the refusals of a key are kept. */
export const daysOfRefusals = 30;
/** The lines of use that are shown. */
export const shownUses = 500;

/** The reasons of refusals for people, by code; each answer of the API has one of these codes. */
const words: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "The secret is not valid",
  FORBIDDEN: "The key may not do this",
  NOT_FOUND: "Nothing was found there",
  VALIDATION: "The request does not fit",
  CONFLICT: "It did not fit the current state",
  LIMIT_REACHED: "A limit of the plan is used up",
  MODULE_OFF: "The module is off",
  RATE_LIMITED: "Too many requests",
  UNAVAILABLE: "The server was too busy",
  INTERNAL: "The server failed",
};

/** A refusal in a few words. */
export const refusalWords = ({ code, reason }: { code: string; reason: string | null }): string =>
  reason === "address" ? "The address is not allowed" : (words[code] ?? code);
