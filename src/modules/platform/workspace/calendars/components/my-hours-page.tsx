"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { useListLocale } from "@/components/data-table/list-locale";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { DateField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsList } from "@/components/layout/settings-list";
import { SettingsPage, SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/toast";
import { todayIn } from "@/lib/day-words";
import { timeZoneChoices } from "@/lib/regions";
import { useApi } from "@/trpc/react";
import { useSetHours } from "../client";
import { weekTotal } from "../rules";
import type { WorkingHours } from "../schema";
import { type MyHoursFields, myHoursForm, ownChoice, valuesOf } from "./my-hours-form";
import { WeekFields } from "./week-fields";

/** Settings → You → My hours: when the member works. */
export function MyHoursPage() {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useQuery(api.calendars.hours.queryOptions({}));
  return (
    <SettingsPage
      title="My hours"
      description="When you work. Reminders come at the start of your working day, and e-mails that are not urgent wait for it. Colleagues see in the calendar when you work, but not the labels of your days off."
      back={{ label: "Settings", href: href("/settings") }}
    >
      <SettingsList of="your working hours" className="hairline-t" query={query}>
        {(hours) => <MyHours hours={hours} />}
      </SettingsList>
    </SettingsPage>
  );
}

function MyHours({ hours }: { hours: WorkingHours }) {
  const { locale } = useListLocale();
  const save = useSetHours();
  const values = valuesOf(hours);
  const form = useZodForm(myHoursForm, { defaultValues: values, values });
  const isOwn = form.watch("calendar") === ownChoice;
  const options = hours.calendars.map(({ id, kind, name }) => ({
    value: id,
    label: kind === "workspace" ? `As the workspace: ${name}` : name,
  }));
  return (
    <SettingsSection className="border-t-0">
      <Form
        form={form}
        onSubmit={async (chosen) => {
          await save.mutateAsync(chosen);
          notify.success("Your working hours were saved");
        }}
      >
        <FormError />
        <SelectField<MyHoursFields>
          name="calendar"
          label="I work"
          options={[...options, { value: ownChoice, label: "At hours of my own" }]}
        />
        {isOwn ? <OwnHours hours={hours} /> : null}
        {isOwn || form.formState.isDirty ? null : (
          <p className="text-muted">{`${weekTotal(hours.works.week, locale)}, in the time of ${hours.works.zone}.`}</p>
        )}
        <div>
          <SubmitButton disabled={!form.formState.isDirty}>Save my hours</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  );
}

function OwnHours({ hours }: { hours: WorkingHours }) {
  const { workspaceZone: timeZone } = useWorkspace();
  const zones = useMemo(() => timeZoneChoices(new Date(), hours.own?.zone ?? timeZone), [hours.own?.zone, timeZone]);
  const label = zones.find(({ value }) => value === timeZone)?.label ?? timeZone;
  return (
    <>
      <WeekFields />
      <p className="text-muted text-sm">A day can have several times: 9:00–12:00, 13:00–17:00.</p>
      <ComboboxField<MyHoursFields>
        name="zone"
        label="Time zone"
        hint="You read and enter all times in this zone."
        optional
        options={zones}
        searchLabel="Find a city or time zone"
        placeholder={`The workspace's: ${label}`}
      />
      <DaysOff />
    </>
  );
}

/** Days off of the member besides the holidays of the workspace. */
function DaysOff() {
  const { workspaceZone: timeZone } = useWorkspace();
  const today = todayIn(timeZone);
  const { control } = useFormContext<MyHoursFields>();
  const { fields, append, remove } = useFieldArray({ control, name: "days" });
  return (
    <section aria-label="My days off" className="flex flex-col gap-3">
      <h2 className="font-medium">My days off</h2>
      {fields.length === 0 ? (
        <p className="text-muted">None yet. The holidays of the workspace are days off too.</p>
      ) : null}
      {fields.map(({ id }, index) => (
        <div key={id} className="grid grid-cols-[1fr_1fr_1fr_auto] items-start gap-2 phone:grid-cols-1">
          <TextField<MyHoursFields> name={`days.${index}.label`} label="Label" autoComplete="off" />
          <DateField<MyHoursFields> name={`days.${index}.from`} label="First day" />
          <DateField<MyHoursFields> name={`days.${index}.until`} label="Last day" />
          <IconButton
            className="mt-6 phone:mt-0"
            label={`Remove entry ${index + 1}`}
            icon={<Trash2 aria-hidden />}
            onClick={() => remove(index)}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          onClick={() => append({ label: "Vacation", from: today, until: today, intervals: "" })}
        >
          Add days off
        </Button>
      </div>
    </section>
  );
}
