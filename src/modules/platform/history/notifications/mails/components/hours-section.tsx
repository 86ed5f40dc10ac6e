"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { useFormContext } from "react-hook-form";
import { ComboboxField, SegmentedField, SelectField } from "@/components/form/choice-field";
import { FieldFrame } from "@/components/form/field";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { timeZoneChoices } from "@/lib/regions";
import { useApi } from "@/trpc/react";
import type { Hours } from "../schema";
import { fieldsOf, type HoursFields, hoursForm } from "./hours-fields";

const title = "Working hours";

/** When the member is at work: e-mail that is not urgent waits for it. */
export function HoursSection() {
  const api = useApi();
  const query = useQuery(api.notificationMails.hours.queryOptions({}));
  if (query.error && !query.data) return <QueryFailed title="Your working hours could not be loaded" query={query} />;
  return (
    <SettingsSection
      title={title}
      description="E-mails that are not urgent wait until your working hours begin, and are sent as one e-mail. You get reminders at that time too."
      className="border-t-0"
    >
      {query.data ? (
        <HoursForm hours={query.data} />
      ) : (
        <SkeletonRegion label="Loading your working hours" className="flex flex-col gap-6 py-2">
          <Skeleton className="w-64" />
          <Skeleton className="w-72" />
          <Skeleton className="w-40" />
        </SkeletonRegion>
      )}
    </SettingsSection>
  );
}

function HoursForm({ hours }: { hours: Hours }) {
  const api = useApi();
  const client = useQueryClient();
  const { timeZone, locale } = useWorkspace();
  const save = useMutation(api.notificationMails.setHours.mutationOptions());
  const values = fieldsOf(hours);
  const form = useZodForm(hoursForm, { defaultValues: values, values });
  const zones = useMemo(() => timeZoneChoices(new Date(), hours.timeZone ?? timeZone), [hours.timeZone, timeZone]);
  const own = zones.find(({ value }) => value === timeZone)?.label ?? timeZone;
  const times = useMemo(() => timeChoices(locale), [locale]);
  return (
    <Form
      form={form}
      onSubmit={async (chosen) => {
        const saved = await save.mutateAsync(chosen);
        client.setQueryData(api.notificationMails.hours.queryKey({}), saved);
        notify.success("Your working hours are saved");
      }}
    >
      <FormError />
      <SegmentedField<HoursFields>
        name="when"
        label="Send e-mails"
        options={[
          { value: "working", label: "In working hours" },
          { value: "always", label: "At any time" },
        ]}
      />
      <DaysField locale={locale} />
      <div className="grid grid-cols-2 gap-3">
        <SelectField<HoursFields> name="fromMinute" label="From" options={times.slice(0, -1)} />
        <SelectField<HoursFields> name="untilMinute" label="Until" options={times.slice(1)} />
      </div>
      <ComboboxField<HoursFields>
        name="timeZone"
        label="Time zone"
        optional
        options={zones}
        searchLabel="Find a place"
        placeholder={`The workspace's: ${own}`}
      />
      <div>
        <SubmitButton disabled={!form.formState.isDirty}>Save working hours</SubmitButton>
      </div>
    </Form>
  );
}

/** Half hours of a day, in the workspace's form of time. */
function timeChoices(locale: string): { value: string; label: string }[] {
  const format = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" });
  return Array.from({ length: 49 }, (_, at) => ({
    value: String(at * 30),
    label: at === 48 ? "Midnight" : format.format(new Date(at * 30 * 60_000)),
  }));
}

function DaysField({ locale }: { locale: string }) {
  const id = useId();
  const { watch, setValue, formState } = useFormContext<HoursFields>();
  const days = watch("days");
  const format = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return (
    <FieldFrame group id={id} label="Working days" error={formState.errors.days?.message}>
      <fieldset aria-labelledby={`${id}-label`} className="flex flex-wrap gap-x-5 gap-y-2 py-1">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <label key={day} htmlFor={`${id}-${day}`} className="flex items-center gap-1.5">
            <Checkbox
              id={`${id}-${day}`}
              checked={days.includes(day)}
              onCheckedChange={(checked) => {
                const rest = days.filter((one) => one !== day);
                const next = checked === true ? [...rest, day].sort() : rest;
                setValue("days", next, { shouldDirty: true, shouldValidate: true });
              }}
            />
            {/* 5 January 1970 was a Monday. */}
            {format.format(new Date((day + 3) * 86_400_000))}
          </label>
        ))}
      </fieldset>
    </FieldFrame>
  );
}
