"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { z } from "zod";
import { ComboboxField, SegmentedField, SelectField, YesNoField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import type { Option } from "@/components/ui/option-list";
import { useApi } from "@/trpc/react";
import { useContactWrites } from "../contacts/client";
import { contactInput, type OpportunityContacts } from "../contacts/schema";
import type { Opportunity } from "../schema";
import { roleOptions, stanceOptions } from "./part-row";
import { ofAccount } from "./related-requests";

const { role, stance, primary } = contactInput.shape;
const schema = z.object({
  contactId: z.uuid("Choose a contact."),
  role: role.unwrap(),
  stance: stance.unwrap(),
  primary: primary.unwrap(),
});
type Values = z.input<typeof schema>;

interface PartFormProps {
  opportunity: Opportunity;
  contacts: OpportunityContacts;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Adds a contact to an opportunity, with its role. */
export function PartForm({ opportunity, contacts, open, onOpenChange }: PartFormProps) {
  const { add } = useContactWrites();
  const search = useNearContacts(opportunity.account?.id ?? null, contacts);
  const form = useZodForm(schema, {
    defaultValues: { contactId: "", role: null, stance: "neutral", primary: contacts.contacts.length === 0 },
  });
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Add a contact to ${opportunity.name}`}
      form={form}
      submit="Add contact"
      onSubmit={async (values) => {
        await add(contacts, values);
      }}
    >
      <ComboboxField<Values> name="contactId" label="Contact" search={search} placeholder="Find a contact" />
      <SelectField<Values> name="role" label="Role" optional options={roleOptions} placeholder="No role yet" />
      <SegmentedField<Values> name="stance" label="Stance" options={stanceOptions} />
      <YesNoField<Values> name="primary" label="Primary contact" />
    </FormDialog>
  );
}

/** Finds contacts that the opportunity does not have yet, those of its account first. */
function useNearContacts(accountId: string | null, { contacts }: OpportunityContacts) {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    async (text: string): Promise<Option[]> => {
      const [near, all] = await Promise.all([
        accountId
          ? client.fetchQuery(
              api.contacts.list.queryOptions({ q: text, conditions: [ofAccount(accountId)], limit: 20 }),
            )
          : Promise.resolve({ rows: [] }),
        client.fetchQuery(api.contacts.pick.queryOptions({ q: text })),
      ]);
      const taken = new Set(contacts.map(({ contact }) => contact.id));
      const found = [...near.rows, ...all].filter(({ id }) => !taken.has(id));
      const once = new Map(found.map((one) => [one.id, one]));
      return [...once.values()].map(({ id, name, jobTitle, emails }) => {
        const note = jobTitle ?? emails?.[0]?.value;
        return { value: id, label: name, ...(note ? { note } : {}) };
      });
    },
    [client, api, accountId, contacts],
  );
}
