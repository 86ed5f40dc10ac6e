"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { EntryLinks } from "@/components/fields/entry-links";
import { dayOf } from "@/components/ui/day-text";
import { SectionHead } from "@/components/ui/description-list";
import { useDayText } from "@/components/ui/use-day-text";
import { type AnyPart, type AnyWhole, partsIn } from "@/lib/nouns/parts";
import { NounParts } from "@/modules/platform/data/records/components/noun-parts";
import { NounPartsMap } from "@/modules/platform/data/records/components/noun-parts-map";
import { optionOf } from "@/modules/platform/data/records/components/noun-picks";
import { useApi } from "@/trpc/react";
import { refusalOf } from "../../contacts/rules";
import { contactParts } from "../contacts/fields";
import { type ContactRole, roleWords } from "../contacts/rules";
import type { OpportunityContact } from "../contacts/schema";
import { declared } from "../fields";
import type { Opportunity } from "../schema";

/** The contacts of an opportunity: a map of their roles and stances, then each with its facts. */
export function OpportunityPeople({ opportunity }: { opportunity: Opportunity }) {
  const near = useNearContacts(opportunity.account?.id ?? null);
  return (
    <NounParts
      noun={declared}
      record={opportunity}
      list={contactParts}
      own={{
        ...{ title: "People", near, above, below, reach },
        purpose: "Add the people who decide, influence, evaluate, use or sign, and note where each of them stands.",
      }}
    />
  );
}

const above = (whole: AnyWhole) => (
  <>
    <NounPartsMap
      list={contactParts}
      parts={partsIn(contactParts, whole)}
      label="Decision map"
      rows="role"
      columns="stance"
      gap={(role) => roleWords[role as ContactRole].missing}
    />
    <SectionHead title="Contacts" count={partsIn(contactParts, whole).length} className="mt-3" />
  </>
);

const known = (part: AnyPart) => part as unknown as OpportunityContact;
const below = (part: AnyPart) => <Facts part={known(part)} />;
const reach = {
  width: 56,
  of(part: AnyPart) {
    const { contact, details } = known(part);
    return details ? (
      <EntryLinks name={contact.name} {...details} refusal={(kind) => refusalOf(details, kind)} />
    ) : null;
  },
};

/** Job title and last touch. */
function Facts({ part: { details, lastTouchAt } }: { part: OpportunityContact }) {
  const { timeZone } = useListLocale();
  const day = useDayText();
  if (!details) return null;
  // Inside a line a day has no capital: "Last touch today".
  const inLine = (text: string) => text.replace(/^(Today|Yesterday)$/, (word) => word.toLowerCase());
  const touch = lastTouchAt === null ? "No touch yet" : `Last touch ${inLine(day(dayOf(lastTouchAt, timeZone)))}`;
  return (
    <span className="truncate text-muted text-sm">
      {[details.jobTitle, touch].filter((fact) => fact !== null).join(" · ")}
    </span>
  );
}

/** So many contacts of the account come before others. */
const mostNear = 20;

/** Finds contacts of an account. */
function useNearContacts(accountId: string | null) {
  const api = useApi();
  const at = useListLocale();
  const client = useQueryClient();
  return useCallback(
    async (q: string) => {
      if (accountId === null) return [];
      const asked = api.contacts.pick.queryOptions({ q, within: { field: "account", id: accountId } });
      return (await client.fetchQuery(asked)).slice(0, mostNear).map((row) => optionOf("contact", row, at));
    },
    [client, api, accountId, at],
  );
}
