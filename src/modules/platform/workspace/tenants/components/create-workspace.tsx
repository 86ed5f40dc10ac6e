"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useWatch } from "react-hook-form";
import type { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { OnboardingLayout } from "@/components/layout/onboarding-layout";
import { workspaceContent } from "@/lib/nouns/words";
import { currencyChoices, currencyOf, nearestLocale, timeZoneChoices } from "@/lib/regions";
import { useApi } from "@/trpc/react";
import { onboardingSteps, slugFrom } from "../rules";
import { createWorkspaceInput } from "../schema";
import { SlugField } from "./slug-field";
import { WorkspacePreview } from "./workspace-preview";

type Fields = z.input<typeof createWorkspaceInput>;

/** Names a workspace; address, currency and time zone are suggested and can be changed. */
export function CreateWorkspace({ host, email }: { host: string; email: string }) {
  const api = useApi();
  const form = useZodForm(createWorkspaceInput, {
    defaultValues: { name: "", slug: "", currency: "USD", locale: "en-US", timeZone: "UTC" },
  });
  const create = useMutation(api.tenants.create.mutationOptions());
  const [name, slug, timeZone] = useWatch({ control: form.control, name: ["name", "slug", "timeZone"] });
  const currencies = useMemo(currencyChoices, []);
  const zones = useMemo(() => timeZoneChoices(new Date(), timeZone), [timeZone]);

  // The browser knows its language and zone; the server that rendered the page does not.
  useEffect(() => {
    const locale = nearestLocale(navigator.language);
    const defaults = { ...form.getValues(), locale, currency: currencyOf(locale) };
    form.reset({ ...defaults, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  }, [form]);

  // The address follows the name until someone edits it.
  const followed = form.getFieldState("slug").isDirty ? null : slugFrom(name);
  useEffect(() => {
    // The form's own store, which the field reads.
    if (followed !== null && form.getValues("slug") !== followed) form.setValue("slug", followed);
  }, [followed, form]);

  const button = (
    <SubmitButton size="lg" className="phone:w-full">
      Create workspace
    </SubmitButton>
  );
  return (
    <OnboardingLayout
      steps={onboardingSteps}
      current="workspace"
      email={email}
      title="Name your workspace"
      description={`A workspace contains your ${workspaceContent}. You can change everything except the address later in the settings.`}
      preview={<WorkspacePreview name={name} address={`${host}/${slug}`} />}
    >
      <Form
        form={form}
        onSubmit={async (values) => {
          const made = await create.mutateAsync(values);
          window.location.assign(`/${made.slug}/welcome/colleagues`);
        }}
      >
        <FormError />
        <TextField<Fields> name="name" label="Name" size="lg" autoComplete="organization" autoFocus />
        <SlugField host={host} />
        <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
          <ComboboxField<Fields>
            name="currency"
            label="Currency"
            size="lg"
            options={currencies}
            searchLabel="Find a currency"
          />
          <ComboboxField<Fields>
            name="timeZone"
            label="Time zone"
            size="lg"
            options={zones}
            searchLabel="Find a city or time zone"
          />
        </div>
        <div>{button}</div>
      </Form>
    </OnboardingLayout>
  );
}
