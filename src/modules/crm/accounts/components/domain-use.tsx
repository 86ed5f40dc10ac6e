"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionRow } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { domainInput } from "@/lib/fields/domain";
import type { FieldNoteProps } from "@/modules/platform/data/records/components/noun-own";
import { useSimilarHints } from "@/modules/platform/data/records/components/noun-similar";
import { useApi } from "@/trpc/react";

/** Warns that another account has this domain: an import could not tell them apart. */
export function DomainUse({ value, id }: FieldNoteProps<string | null>) {
  const used = useDomain(value, id);
  useSimilarHints({ domain: used ? [used.id] : [] });
  if (!used) return null;
  if (!id) return <Warning used={used} />;
  return (
    <DescriptionRow label="">
      <Warning used={used} />
    </DescriptionRow>
  );
}

/** The other account that has the domain, if the reader may see it. */
function useDomain(domain: string | null, id?: string): { id: string; name: string } | null {
  const api = useApi();
  const known = domainInput.safeParse(domain).data ?? null;
  const { data } = useQuery(
    api.accounts.domainUse.queryOptions({ domain: known ?? "", ...(id ? { id } : {}) }, { enabled: known !== null }),
  );
  return (known !== null && data?.account) || null;
}

function Warning({ used }: { used: { id: string; name: string } }) {
  const { href } = useWorkspace();
  return (
    <span role="status" className="flex items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0">
        <Link href={href(`/accounts/${used.id}`)} className="link font-medium">
          {used.name}
        </Link>{" "}
        already uses this domain.
      </span>
    </span>
  );
}
