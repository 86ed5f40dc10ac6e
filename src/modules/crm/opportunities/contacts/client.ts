"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RouterInputs, useApi } from "@/trpc/react";
import { type RecordEdits, useRecordEdits } from "@/trpc/record-edits";
import { writeQueueOf } from "@/trpc/write-queue";
import { useOpportunityCache } from "../client";
import { type OpportunityContact, type OpportunityContacts, opportunityContacts } from "./schema";

type NewPart = Omit<RouterInputs["opportunities"]["addContact"], "id" | "version">;
type PartEdit = NewPart;
type Target = Pick<OpportunityContacts, "id" | "version">;

/**
 * Writes the contacts of an opportunity. They carry the opportunity's version, so they queue with its other writes.
 */
export function useContactWrites() {
  const api = useApi();
  const client = useQueryClient();
  const { cache, refresh } = useOpportunityCache();
  const queue = writeQueueOf(useQueryClient());
  const add = useMutation(api.opportunities.addContact.mutationOptions());
  const update = useMutation(api.opportunities.updateContact.mutationOptions());
  const remove = useMutation(api.opportunities.removeContact.mutationOptions());

  function show(now: OpportunityContacts): OpportunityContacts {
    client.setQueryData(api.opportunities.contacts.queryKey({ id: now.id }), now);
    cache.write({ id: now.id, version: now.version });
    return now;
  }
  async function write(
    opportunity: Target,
    send: (target: Target) => Promise<OpportunityContacts>,
  ): Promise<OpportunityContacts> {
    try {
      return show(
        await queue.run(opportunity.id, opportunity.version, (version) => send({ id: opportunity.id, version })),
      );
    } finally {
      // After a conflict too: the next attempt is then made with the version of the others.
      void refresh();
    }
  }
  const edits: RecordEdits<OpportunityContacts, PartEdit> = useRecordEdits<OpportunityContacts, PartEdit>({
    schema: opportunityContacts,
    name: (row, { contactId }) => heldIn(row, contactId)?.contact.name ?? "this contact",
    send: async (target, change) => show(await update.mutateAsync({ ...target, ...change })),
    before(row, { contactId, ...change }) {
      const part = heldIn(row, contactId);
      if (!part) return null;
      // Another contact loses its place to a new primary one: it gets it back by itself.
      const earlier = change.primary ? row.contacts.find(({ primary }) => primary) : undefined;
      if (earlier?.contact.id) return { contactId: earlier.contact.id, primary: true };
      return {
        contactId,
        ...(change.role === undefined ? {} : { role: part.role }),
        ...(change.stance === undefined ? {} : { stance: part.stance }),
        ...(change.primary === undefined ? {} : { primary: part.primary }),
      };
    },
    show,
    refresh,
  });
  return {
    edits,
    add: (opportunity: Target, part: NewPart) =>
      write(opportunity, (target) => add.mutateAsync({ ...target, ...part })),
    remove: (opportunity: Target, contactId: string) =>
      write(opportunity, (target) => remove.mutateAsync({ ...target, contactId })),
  };
}

const heldIn = ({ contacts }: OpportunityContacts, contactId: string): OpportunityContact | undefined =>
  contacts.find(({ contact }) => contact.id === contactId);
