/** Says that another account has the domain already; null when none that one sees has. */
export const domainUseText = ({ account }: { account: { name: string } | null }): string | null =>
  account && `${account.name} already uses this domain.`;
