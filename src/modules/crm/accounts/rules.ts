import type { DomainUse } from "./domains/schema";

/** Says that another account has the domain already; null when none has. */
export function domainUseText({ account, hidden }: DomainUse): string | null {
  if (account) return `${account.name} already uses this domain.`;
  return hidden ? "This domain is already in use." : null;
}
