"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { z } from "zod";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { EmailField, TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { LineFailed } from "@/components/layout/line-failed";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { countryChoices } from "@/lib/regions";
import { lineUpTo } from "@/lib/zod";
import { usePlanChanged } from "@/trpc/plan-acts";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { detailsInput, taxIdTypes } from "../schema";

type Details = RouterOutputs["billing"]["details"];

const taxLabels: Record<(typeof taxIdTypes)[number], string> = {
  eu_vat: "EU VAT number",
  us_ein: "US EIN",
  gb_vat: "GB VAT number",
  ch_vat: "Swiss VAT number",
  au_abn: "Australian ABN",
  ca_bn: "Canadian BN",
  no_vat: "Norwegian VAT number",
};

/** Company, address, tax number and e-mail address as invoices have them. */
export function InvoiceDetails({ mayChange }: { mayChange: boolean }) {
  const api = useApi();
  const query = useQuery(api.billing.details.queryOptions({}));
  const [editing, setEditing] = useState(false);
  return (
    <section aria-labelledby="invoice-details" className="min-w-0 px-edge py-4">
      <div className="flex min-h-7 items-center justify-between">
        <h2 id="invoice-details" className="font-semibold">
          On the invoice
        </h2>
        {mayChange && query.data ? (
          <Button size="sm" variant="ghost" onClick={() => setEditing(true)}>
            Edit
          </Button>
        ) : null}
      </div>
      {query.data ? <Rows details={query.data} /> : null}
      {query.error && !query.data ? <LineFailed title="The details could not be loaded." query={query} /> : null}
      {query.isPending ? <Skeleton className="mt-4 w-56" /> : null}
      {editing && query.data ? <DetailsDialog details={query.data} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}

function Rows({ details }: { details: Details }) {
  const { address, taxIds } = details;
  const place = [address?.postalCode, address?.city].filter(Boolean).join(" ");
  const lines = [address?.line1, address?.line2, place, address?.state, address?.country].filter(Boolean).join(", ");
  const rows = [
    ["Company", details.company],
    ["Address", lines],
    ["Tax number", taxIds.map(({ value }) => value).join(", ")],
    ["Sent to", details.email],
  ] as const;
  return (
    <dl className="mt-3 grid grid-cols-[96px_minmax(0,1fr)] gap-x-4 gap-y-2">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="break-words">{value || <span className="text-faint">Not given</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

const { company, email } = detailsInput.required().shape;
const schema = z.object({
  company,
  email,
  line1: lineUpTo(200),
  line2: z.string().max(200),
  postalCode: z.string().max(20),
  city: z.string().max(200),
  state: z.string().max(200),
  country: z.string({ error: "Choose a country." }).min(1, "Choose a country."),
  taxType: z.enum(taxIdTypes).nullable(),
  taxNumber: z.string().max(40),
});
type Fields = z.input<typeof schema>;

function valuesOf({ company: name, email: mail, address, taxIds: [taxId] }: Details): Fields {
  const known = taxIdTypes.find((type) => type === taxId?.type);
  return {
    company: name ?? "",
    email: mail ?? "",
    line1: address?.line1 ?? "",
    line2: address?.line2 ?? "",
    postalCode: address?.postalCode ?? "",
    city: address?.city ?? "",
    state: address?.state ?? "",
    country: address?.country ?? "",
    taxType: known ?? null,
    taxNumber: known ? (taxId?.value ?? "") : "",
  };
}

const textOrNull = (text: string) => text.trim() || null;

function DetailsDialog({ details, onClose }: { details: Details; onClose: () => void }) {
  const api = useApi();
  const form = useZodForm(schema, { defaultValues: valuesOf(details) });
  const changed = usePlanChanged();
  const update = useMutation(api.billing.updateDetails.mutationOptions({ onSettled: changed }));
  const countries = useMemo(countryChoices, []);
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Edit what invoices say"
      description="Future invoices will have these details; invoices that were already sent do not change."
      form={form}
      submit="Save details"
      onSubmit={async ({ taxType, taxNumber, ...given }) => {
        const { company: name, email: mail, line1, line2, postalCode, city, state, country } = given;
        const parts = { line2, postalCode, city, state };
        const texts = Object.fromEntries(Object.entries(parts).map(([key, text]) => [key, textOrNull(text)]));
        await update.mutateAsync({
          company: name,
          email: mail,
          address: { line1, country, ...texts },
          taxId: taxType && taxNumber.trim() ? { type: taxType, value: taxNumber.trim() } : null,
        });
      }}
      onDone={() => notify.success("Details saved")}
    >
      <TextField<Fields> name="company" label="Company" autoComplete="organization" />
      <EmailField<Fields> name="email" label="Invoices are sent to" />
      <TextField<Fields> name="line1" label="Street" autoComplete="address-line1" />
      <TextField<Fields> name="line2" label="Addition" optional autoComplete="address-line2" />
      <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-3">
        <TextField<Fields> name="postalCode" label="Postal code" optional autoComplete="postal-code" />
        <TextField<Fields> name="city" label="City" optional autoComplete="address-level2" />
      </div>
      <TextField<Fields> name="state" label="State" optional autoComplete="address-level1" />
      <ComboboxField<Fields> name="country" label="Country" options={countries} searchLabel="Find a country" />
      <SelectField<Fields>
        name="taxType"
        label="Kind of tax number"
        optional
        placeholder="None"
        options={taxIdTypes.map((value) => ({ value, label: taxLabels[value] }))}
      />
      <TextField<Fields> name="taxNumber" label="Tax number" optional />
    </FormDialog>
  );
}
