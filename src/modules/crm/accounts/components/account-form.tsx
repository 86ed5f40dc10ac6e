"use client";

import type { z } from "zod";
import { AddressSection } from "@/components/form/address-fields";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { SuggestField } from "@/components/form/suggest-field";
import { TextField } from "@/components/form/text-field";
import { MoneyField, NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { useCreateAccount } from "../client";
import { type Account, createAccountInput } from "../schema";
import { useAccountSearch } from "./account-picker";
import { useIndustrySuggestions } from "./account-suggestions";
import { typeOptions } from "./account-table";
import { DomainUse } from "./domain-use";

type Values = z.input<typeof createAccountInput>;

/** Creates an account in a dialog; the new record is handed on. */
export function AccountForm(props: {
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated: (account: Account) => void;
}) {
  const { currency, member } = useWorkspace();
  const create = useCreateAccount();
  const searchMembers = useMemberSearch();
  const searchAccounts = useAccountSearch();
  const suggestIndustries = useIndustrySuggestions();
  const form = useZodForm(createAccountInput, {
    defaultValues: {
      name: "",
      type: "prospect",
      domain: null,
      website: null,
      phone: null,
      industry: null,
      employees: null,
      annualRevenue: null,
      billingAddress: null,
      shippingAddress: null,
      parentId: null,
      ownerId: member.id,
    },
  });
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="New account"
      form={form}
      submit="Create account"
      onSubmit={create.mutateAsync}
      onDone={props.onCreated}
    >
      <TextField<Values> name="name" label="Name" autoComplete="off" />
      <TextField<Values>
        name="domain"
        label="Domain"
        optional
        nullable
        placeholder="company.com"
        hint={<DomainUse domain={form.watch("domain") ?? null} />}
      />
      <TextField<Values> name="website" label="Website" optional nullable placeholder="https://company.com" />
      <TextField<Values> name="phone" label="Phone" optional nullable type="tel" autoComplete="off" />
      <SelectField<Values> name="type" label="Type" options={typeOptions} />
      <SuggestField<Values> name="industry" label="Industry" optional nullable suggest={suggestIndustries} />
      <NumberField<Values> name="employees" label="Employees" optional />
      <MoneyField<Values> name="annualRevenue" label="Annual revenue" optional currency={currency} />
      <ComboboxField<Values> name="parentId" label="Parent account" optional search={searchAccounts} />
      <ComboboxField<Values>
        name="ownerId"
        label="Owner"
        optional
        search={searchMembers}
        selected={{ value: member.id, label: member.name }}
      />
      <AddressSection<Values> name="billingAddress" label="Billing address" />
      <AddressSection<Values> name="shippingAddress" label="Shipping address" />
    </FormDialog>
  );
}
