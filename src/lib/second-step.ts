/** The ways of the second step of a sign-in that a person has, besides a recovery code. */
export const secondStepWays = ["code", "passkey", "both"] as const;
export type SecondStepWays = (typeof secondStepWays)[number];

/** The ways that a text names; all of them when it names none. */
export const readSecondStepWays = (text: string | undefined): SecondStepWays =>
  secondStepWays.find((ways) => ways === text) ?? "both";
