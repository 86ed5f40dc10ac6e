"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { QueryFailed } from "@/components/layout/query-failed";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import { useAddHolidays } from "../client";

const schema = z.object({
  country: z
    .string()
    .nullable()
    .refine((code) => code !== null, "Choose a country.")
    .transform(String),
  state: z.string().nullable(),
});
type Fields = z.input<typeof schema>;

const choices = (places: readonly { code: string; name: string }[]) =>
  places.map(({ code, name }) => ({ value: code, label: name }));

/** Adds the public holidays of a country or state to a calendar: of this year and the next two. */
export function HolidaysDialog({
  calendarId,
  country,
  onOpenChange,
}: {
  calendarId: string;
  /** The country to begin with. */
  country: string | null;
  onOpenChange: (open: boolean) => void;
}) {
  const api = useApi();
  const add = useAddHolidays();
  const form = useZodForm(schema, { defaultValues: { country, state: null } });
  const chosen = form.watch("country");
  const query = useQuery(
    // The list of countries stays while the states of another one are loaded.
    api.calendars.holidayPlaces.queryOptions(chosen ? { country: chosen } : {}, { placeholderData: keepPreviousData }),
  );
  const [year] = useState(() => new Date().getFullYear());
  const states = query.data?.states ?? [];
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title="Add holidays"
      description={`The public holidays of ${year}, ${year + 1} and ${year + 2} become days off. You can change and remove each of them. The data are from date-holidays, under CC BY-SA 3.0.`}
      submit="Add holidays"
      onSubmit={async (values) => {
        const state = states.some(({ code }) => code === values.state) ? values.state : null;
        await add.mutateAsync({ id: calendarId, country: values.country, state });
        notify.success("The holidays were added");
      }}
    >
      {query.error && !query.data ? <QueryFailed title="The countries could not be loaded" query={query} /> : null}
      <ComboboxField<Fields>
        name="country"
        label="Country"
        options={choices(query.data?.countries ?? [])}
        searchLabel="Find a country"
        placeholder="Choose a country"
      />
      {states.length > 0 ? (
        <ComboboxField<Fields>
          name="state"
          label="State or region"
          optional
          options={choices(states)}
          searchLabel="Find a state or region"
          placeholder="Holidays of the whole country"
        />
      ) : null}
    </FormDialog>
  );
}
