/**
 * The way to the dialog "Confirm your identity" for the place where writes go out; null where no page has it. Resolves
 * with whether the person confirmed.
 */
export const identityPrompt: { open: (() => Promise<boolean>) | null } = { open: null };
