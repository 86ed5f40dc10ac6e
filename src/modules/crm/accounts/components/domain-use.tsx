"use client";

import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionRow } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { api } from "@/trpc/react";
import type { DomainUse as DomainUsed } from "../domains/schema";
import { type Account, accountInput } from "../schema";

/** Warns that another account has this domain: an import could not tell them apart. */
export function DomainUse({ domain }: { domain: string | null }) {
  const used = useDomain(domain);
  return used ? <Warning used={used} /> : null;
}

/** The same below the domain of an account among its details. */
export function DomainUseRow({ account }: { account: Pick<Account, "id" | "domain"> }) {
  const used = useDomain(account.domain, account.id);
  if (!used) return null;
  return (
    <DescriptionRow label="">
      <Warning used={used} />
    </DescriptionRow>
  );
}

function useDomain(domain: string | null, id?: string): DomainUsed | null {
  const known = accountInput.shape.domain.safeParse(domain).data ?? null;
  const { data } = api.accounts.domainUse.useQuery(
    { domain: known ?? "", ...(id ? { id } : {}) },
    { enabled: known !== null },
  );
  return known !== null && data && (data.account || data.hidden) ? data : null;
}

function Warning({ used }: { used: DomainUsed }) {
  const { href } = useWorkspace();
  return (
    <span role="status" className="flex items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0">
        {used.account ? (
          <>
            <Link href={href(`/accounts/${used.account.id}`)} className="link font-medium">
              {used.account.name}
            </Link>{" "}
            uses this domain already.
          </>
        ) : (
          "This domain is already in use."
        )}
      </span>
    </span>
  );
}
