"use client";

import { useMemo } from "react";
import { suggestCountries } from "@/components/form/suggest-countries";
import { lazyPart } from "@/components/ui/lazy-part";
import type { ExtraColumn, FieldNoteProps, NounOwn } from "@/modules/platform/data/records/components/noun-own";
import { useApiClient } from "@/trpc/react";
import type { accounts } from "../fields";
import { domainUseText } from "../rules";

type Fields = typeof accounts.fields;

/** The note about a domain, which forms and details show. */
const DomainUse = lazyPart<FieldNoteProps<string | null>>(() => import("./domain-use").then((part) => part.DomainUse), {
  of: "the note about the domain",
  loading: null,
});

/** The country of the billing address, edited by itself. */
const country: ExtraColumn<Fields> = {
  after: "shippingAddress",
  column: {
    id: "country",
    header: "Country",
    kind: "text",
    width: 140,
    editable: {
      kind: "text",
      value: (row) => row.billingAddress?.country ?? null,
      suggest: suggestCountries,
      locked: (row) => !row.mayEdit,
    },
    cell: (row) => row.billingAddress?.country ?? "–",
  },
  patch: (row, value) => ({ billingAddress: { ...row.billingAddress, country: String(value ?? "") } }),
};

const screens: NounOwn<Fields> = {
  columns: { createdAt: { hidden: true } },
  extraColumns: [country],
  notes: { domain: DomainUse },
  similar: { after: "name", texts: (held) => ({ name: String(held("name") ?? "") }) },
};

/** The parts of screens that only accounts have. */
export function useAccountOwn(): NounOwn<Fields> {
  const client = useApiClient();
  return useMemo(
    () => ({
      ...screens,
      warning: async ({ id, domain }, change) =>
        change.domain && domain ? domainUseText(await client.accounts.domainUse.query({ domain, id })) : null,
    }),
    [client],
  );
}
