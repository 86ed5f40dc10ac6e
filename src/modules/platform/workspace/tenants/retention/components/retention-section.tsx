"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { LineFailed } from "@/components/layout/line-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { requestConfirmation } from "@/components/ui/confirmation";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted, countedOf, nouns } from "@/lib/counted";
import { andList } from "@/lib/text";
import { useApi } from "@/trpc/react";
import { archiveDays, type ExpiredCounts, type Retention } from "../schema";

const schema = z.object({ days: archiveDays.nullable() });
type Fields = z.input<typeof schema>;

/** After how many days archived records are deleted for good. */
export function RetentionSection({ may }: { may: boolean }) {
  const api = useApi();
  const query = useQuery(api.retention.get.queryOptions({}));
  return (
    <SettingsSection
      title="Archived records"
      description="Archived records stay until somebody restores or deletes them, unless you set after how many days they are deleted for good. They are deleted at night. A record that others need stays."
    >
      {query.data ? <RetentionForm retention={query.data} may={may} /> : null}
      {query.isPending ? <Skeleton className="w-64" /> : null}
      {query.error && !query.data ? <LineFailed title="The setting could not be loaded" query={query} /> : null}
    </SettingsSection>
  );
}

function RetentionForm({ retention: { days }, may }: { retention: Retention; may: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const { locale } = useWorkspace();
  const values = { days };
  const form = useZodForm(schema, { defaultValues: values, values });
  const set = useMutation(api.retention.set.mutationOptions());

  async function mayDelete(after: number): Promise<boolean> {
    const { counts } = await client.fetchQuery({
      ...api.retention.countExpired.queryOptions({ days: after }),
      staleTime: 0,
    });
    return await requestConfirmation({
      title: `Delete archived records after ${counted(after, nouns.day, locale)}?`,
      description: sentenceOf(counts, locale),
      action: `Delete after ${counted(after, nouns.day, locale)}`,
      tone: "danger",
    });
  }

  return (
    <Form
      form={form}
      onSubmit={async (given) => {
        if (given.days !== null && !(await mayDelete(given.days))) return;
        await set.mutateAsync(given);
        await client.invalidateQueries(api.retention.get.pathFilter());
        notify.success(
          given.days === null
            ? "Archived records stay"
            : `Archived records are deleted after ${counted(given.days, nouns.day, locale)}`,
        );
      }}
    >
      <FormError />
      <NumberField<Fields>
        name="days"
        label="Delete after days"
        placeholder="Never"
        hint="Leave it empty to keep archived records."
        disabled={!may}
        className="max-w-52"
      />
      {may ? (
        <div>
          <SubmitButton disabled={!form.formState.isDirty}>Save days</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

/** "Tonight, 12 contacts and 3 activities archived longer ago than this will be deleted." */
function sentenceOf(counts: ExpiredCounts["counts"], locale: string): string {
  if (counts.length === 0) return "No record was archived that long ago yet. Deleted records cannot be restored.";
  const what = counts.map(({ entity, count }) => countedOf(entity, count, locale));
  return `Tonight, ${andList(what)} archived longer ago than this will be deleted. Deleted records cannot be restored.`;
}
