"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsLoading } from "@/components/layout/settings-loading";
import { SettingsPage, SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { currencyChoices, dayOfYearChoices, localeChoices, timeZoneChoices } from "@/lib/regions";
import { useApi } from "@/trpc/react";
import { DomainsSection } from "../domains/components/domains-section";
import { RetentionSection } from "../retention/components/retention-section";
import { updateWorkspaceInput, type Workspace } from "../schema";
import { FactorSection } from "./factor-section";
import { SignInLink } from "./sign-in-link";
import { VisibilitySection } from "./visibility-section";

const { name, currency, locale, timeZone, fiscalYearStart } = updateWorkspaceInput.required().shape;
const schema = z.object({ name, currency, locale, timeZone, fiscalYearStart });
type Fields = z.input<typeof schema>;

/** Name, currency, formats and visibility of the workspace. `confirm` is the token of a link that was sent to a domain. */
export function GeneralPage({ confirm }: { confirm?: string | undefined }) {
  const api = useApi();
  const { can, href } = useWorkspace();
  const query = useQuery(api.tenants.get.queryOptions({}));
  const may = can("workspace:manage");
  return (
    <SettingsPage
      title="General"
      description="The name of this workspace, its currency and formats, who can see whose records, which domains let people join, how members sign in, and how long archived records stay. Only owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["workspace"], title: "this workspace" }}
    >
      {query.data ? (
        <>
          <WorkspaceSection workspace={query.data} may={may} />
          <SignInLink />
          {may ? <DomainsSection confirm={confirm} /> : null}
          <VisibilitySection workspace={query.data} may={may} />
          <FactorSection workspace={query.data} may={may} />
          <RetentionSection may={may} />
        </>
      ) : null}
      {query.error && !query.data ? <QueryFailed title="The settings could not be loaded" query={query} /> : null}
      {query.data || query.error ? null : <SettingsLoading label="Loading settings" />}
    </SettingsPage>
  );
}

function WorkspaceSection({ workspace, may }: { workspace: Workspace; may: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const values = {
    name: workspace.name,
    currency: workspace.currency,
    locale: workspace.locale,
    timeZone: workspace.timeZone,
    fiscalYearStart: workspace.fiscalYearStart,
  };
  const form = useZodForm(schema, { defaultValues: values, values });
  const update = useMutation(api.tenants.update.mutationOptions());
  const currencies = useMemo(currencyChoices, []);
  const locales = useMemo(() => localeChoices(workspace.locale), [workspace.locale]);
  const zones = useMemo(() => timeZoneChoices(new Date(), workspace.timeZone), [workspace.timeZone]);
  const days = useMemo(() => dayOfYearChoices(workspace.locale), [workspace.locale]);
  return (
    <SettingsSection title="Workspace" description={`Its address is /${workspace.slug}.`}>
      <Form
        form={form}
        onSubmit={async (changed) => {
          await update.mutateAsync({ ...changed, version: workspace.version });
          // Times and days of every list follow from the zone.
          await client.invalidateQueries();
          // Name and formats of every page come from the workspace's layout.
          router.refresh();
          notify.success("Settings saved");
        }}
      >
        <FormError />
        <TextField<Fields> name="name" label="Name" disabled={!may} />
        <ComboboxField<Fields>
          name="currency"
          label="Currency"
          options={currencies}
          searchLabel="Find a currency"
          disabled={!may}
          hint="For new amounts and for totals. Existing amounts keep their currency."
        />
        <ComboboxField<Fields>
          name="locale"
          label="Formats"
          options={locales}
          searchLabel="Find a language or country"
          disabled={!may}
        />
        <ComboboxField<Fields>
          name="timeZone"
          label="Time zone"
          options={zones}
          searchLabel="Find a city or time zone"
          disabled={!may}
        />
        <ComboboxField<Fields>
          name="fiscalYearStart"
          label="First day of the fiscal year"
          options={days}
          searchLabel="Find a day, such as April 1"
          disabled={!may}
          hint="For filters such as “this fiscal quarter”. February 29 is not offered: most years do not have it."
        />
        {may ? (
          <div>
            <SubmitButton disabled={!form.formState.isDirty}>Save changes</SubmitButton>
          </div>
        ) : null}
      </Form>
    </SettingsSection>
  );
}
