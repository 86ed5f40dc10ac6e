"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatMoney } from "@/lib/money";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { editRows, numberOf, textOf } from "@/trpc/edit-rows";
import { accountTypeLabels } from "../catalog";
import { useAccountEdits } from "../client";
import type { Account } from "../schema";
import { AddressRow } from "./account-address";
import { useAccountSearch } from "./account-picker";
import { useIndustrySuggestions } from "./account-suggestions";
import { typeOptions } from "./account-table";
import { DomainUseRow } from "./domain-use";

/** The left column of an account: every field, edited in place. */
export function AccountDetails({ account }: { account: Account }) {
  const { locale, currency, href } = useWorkspace();
  const at = useListLocale();
  const searchMembers = useMemberSearch();
  const searchAccounts = useAccountSearch();
  const suggestIndustries = useIndustrySuggestions();

  const row = editRows(account, useAccountEdits());
  const { annualRevenue: revenue } = account;
  return (
    <>
      <SectionHead title="Details" />
      <DescriptionList>
        {row("Name", { kind: "text", value: account.name, required: true, children: account.name }, (value) => ({
          name: String(value),
        }))}
        {row(
          "Domain",
          { kind: "text", value: account.domain, placeholder: "Set a domain", children: account.domain },
          (value) => ({ domain: textOf(value) }),
        )}
        <DomainUseRow account={account} />
        {row(
          "Website",
          { kind: "text", value: account.website, placeholder: "Set a website", children: account.website },
          (value) => ({ website: textOf(value) }),
        )}
        {row(
          "Phone",
          { kind: "text", value: account.phone, placeholder: "Set a phone number", children: account.phone },
          (value) => ({ phone: textOf(value) }),
        )}
        {row(
          "Type",
          {
            kind: "option",
            value: account.type,
            options: typeOptions,
            required: true,
            children: accountTypeLabels[account.type],
          },
          (value) => ({
            type: value as Account["type"],
          }),
        )}
        {row(
          "Industry",
          {
            kind: "text",
            value: account.industry,
            suggest: suggestIndustries,
            placeholder: "Set an industry",
            children: account.industry,
          },
          (value) => ({ industry: textOf(value) }),
        )}
        {row(
          "Employees",
          {
            kind: "number",
            value: account.employees,
            placeholder: "Set a number",
            children: account.employees?.toLocaleString(locale),
          },
          (value) => ({ employees: numberOf(value) }),
        )}
        {row(
          "Revenue",
          {
            kind: "money",
            value: revenue?.amount ?? null,
            currency: revenue?.currency ?? currency,
            placeholder: "Set a revenue",
            children: revenue && formatMoney(revenue.amount, revenue.currency, at),
          },
          (value) => ({
            annualRevenue: value === null ? null : { amount: Number(value), currency: revenue?.currency ?? currency },
          }),
        )}
        {row(
          "Parent",
          {
            kind: "option",
            value: account.parent?.id ?? account.parent?.name ?? null,
            search: searchAccounts,
            words: account.parent?.name,
            placeholder: "Set a parent",
            children: account.parent?.name,
          },
          (value) => ({ parentId: textOf(value) }),
        )}
        {row(
          "Owner",
          {
            kind: "option",
            value: account.owner?.id ?? null,
            search: searchMembers,
            words: account.owner?.name,
            placeholder: "Set an owner",
            children: account.owner?.name,
          },
          (value) => ({ ownerId: textOf(value) }),
        )}
        <AddressRow account={account} field="billingAddress" />
        <AddressRow account={account} field="shippingAddress" />
      </DescriptionList>
      <SectionHead title="Record" line className="mt-3" />
      <DescriptionList>
        <DescriptionRow label="Created">
          <RelativeTime at={account.createdAt} />
        </DescriptionRow>
        <DescriptionRow label="Changed">
          <RelativeTime at={account.updatedAt} />
        </DescriptionRow>
        {account.parent?.id ? (
          <DescriptionRow label="Belongs to">
            <Link href={href(`/accounts/${account.parent.id}`)} className="link truncate">
              {account.parent.name}
            </Link>
          </DescriptionRow>
        ) : null}
      </DescriptionList>
    </>
  );
}
