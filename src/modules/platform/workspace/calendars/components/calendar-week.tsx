"use client";

import { useMemo } from "react";
import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { timeZoneChoices } from "@/lib/regions";
import { useUpdateCalendar } from "../client";
import { weekTotal } from "../rules";
import type { Calendar } from "../schema";
import { textsOf, weekTexts } from "./hours-form";
import { WeekFields } from "./week-fields";

const schema = z.object({ zone: z.string().nullable(), week: weekTexts });
type Fields = z.input<typeof schema>;

/** The hours of the week of a calendar, which admins edit. */
export function CalendarWeek({ calendar, may }: { calendar: Calendar; may: boolean }) {
  const { locale, workspaceZone: timeZone } = useWorkspace();
  const update = useUpdateCalendar();
  const { id, version, kind, zone, week, works } = calendar;
  const values = { zone, week: textsOf(works.week) };
  const form = useZodForm(schema, { defaultValues: values, values });
  const zones = useMemo(() => timeZoneChoices(new Date(), zone ?? timeZone), [zone, timeZone]);
  const labelOf = (name: string) => zones.find(({ value }) => value === name)?.label ?? name;
  const inherits = week === null;
  return (
    <SettingsSection
      title="Hours of the week"
      description={`${weekTotal(works.week, locale)}, in the time of ${labelOf(works.zone)}. ${inherits ? "As in the calendar above it until you change them. " : ""}A day can have several times: 9:00–12:00, 13:00–17:00.`}
      className="border-t-0"
    >
      <Form
        form={form}
        onSubmit={async (chosen) => {
          await update.mutateAsync({
            id,
            version,
            week: chosen.week,
            ...(kind === "shared" ? { zone: chosen.zone } : {}),
          });
          notify.success("The hours were saved");
        }}
      >
        <FormError />
        <WeekFields disabled={!may} />
        {kind === "shared" ? (
          <ComboboxField<Fields>
            name="zone"
            label="Time zone"
            optional
            disabled={!may}
            options={zones}
            searchLabel="Find a city or time zone"
            placeholder={`As above: ${labelOf(works.zone)}`}
          />
        ) : null}
        {may ? (
          <div className="flex gap-2">
            <SubmitButton disabled={!form.formState.isDirty}>Save hours</SubmitButton>
            {inherits || kind === "workspace" ? null : (
              <Button
                busy={update.isPending}
                onClick={() => update.mutate({ id, version, week: null }, { onSuccess: () => form.reset() })}
              >
                Use the hours of the calendar above
              </Button>
            )}
          </div>
        ) : null}
      </Form>
    </SettingsSection>
  );
}
