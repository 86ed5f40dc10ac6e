"use client";

import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { api } from "@/trpc/react";
import { accountInput } from "../schema";

/** Warns that another account has this domain: an import could not tell them apart. `id` is the account that is edited. */
export function DomainUse({ domain, id }: { domain: string | null; id?: string }) {
  const { href } = useWorkspace();
  const parsed = accountInput.shape.domain.safeParse(domain ?? null);
  const known = parsed.data ?? null;
  const { data } = api.accounts.domainUse.useQuery(
    { domain: known ?? "", ...(id ? { id } : {}) },
    { enabled: known !== null },
  );
  if (known === null || !data || (!data.account && !data.hidden)) return null;
  return (
    <span role="status" className="flex items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0">
        {data.account ? (
          <>
            <Link href={href(`/accounts/${data.account.id}`)} className="link font-medium">
              {data.account.name}
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
