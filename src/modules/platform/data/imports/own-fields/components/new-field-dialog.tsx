"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { LineFailed } from "@/components/layout/line-failed";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { Tags } from "@/components/ui/tag";
import { customKinds, customName } from "@/lib/fields/custom";
import type { NounEntity } from "@/lib/nouns/all";
import { shortText } from "@/lib/zod";
import type { RouterOutputs } from "@/trpc/react";
import { kindLabels } from "../../../custom-fields/rules";
import { useCreateCustomField, useSuggestedField } from "../../client";
import { fillableKinds } from "../rules";

const schema = z.object({ label: shortText, kind: z.enum(customKinds) });
type Values = z.input<typeof schema>;
type Suggested = RouterOutputs["imports"]["suggestField"];

interface NewField {
  importId: string;
  fileId: string;
  entity: string;
  column: number;
  header: string;
  onClose: () => void;
  /** The name of the new field among those of its object. */
  onMade: (field: string) => void;
}

const title = (header: string) => `New field for ${header}`;

/** Makes a custom field of a column, with the kind and the options that its values suggest. */
export function NewFieldDialog(props: NewField) {
  const { importId, fileId, column, header, onClose } = props;
  const query = useSuggestedField({ id: importId, fileId, column });
  if (query.data) return <FieldForm {...props} suggested={query.data} />;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={title(header)} closeButton>
        <DialogBody>
          {query.isError ? (
            <LineFailed title="The values of this column could not be read." query={query} />
          ) : (
            <SkeletonRegion label="Reading the values of the column" className="flex flex-col gap-3 pb-3">
              <Skeleton className="h-control w-full" />
              <Skeleton className="h-control w-full" />
            </SkeletonRegion>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function FieldForm({ entity, header, onClose, onMade, suggested }: NewField & { suggested: Suggested }) {
  const create = useCreateCustomField();
  const form = useZodForm(schema, { defaultValues: { label: suggested.label, kind: suggested.kind } });
  const kind = form.watch("kind");
  const options = optionsOf(suggested, kind);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={title(header)}
      description="The field is added to this object immediately, even if you do not run the import."
      form={form}
      submit="Create field"
      onSubmit={async (values) => {
        const made = await create.mutateAsync({
          entity: entity as NounEntity,
          label: values.label,
          kind: values.kind,
          settings: settingsOf(suggested, values.kind),
        });
        return customName(made.key);
      }}
      onDone={onMade}
    >
      <TextField<Values> name="label" label="Name" autoComplete="off" />
      <SelectField<Values>
        name="kind"
        label="Kind"
        options={fillableKinds.map((value) => ({
          value,
          label: kindLabels[value],
          ...noteOf(suggested, value),
        }))}
      />
      {options ? (
        <section aria-label="Options" className="flex flex-col gap-1.5">
          <h3 className="font-medium">Options</h3>
          <div className="max-h-32 overflow-y-auto">
            <Tags tags={options} />
          </div>
        </section>
      ) : null}
    </FormDialog>
  );
}

/** Null where a choice has more values than fit: its column stays text. */
const optionsOf = (suggested: Suggested, kind: Values["kind"]) =>
  kind === "choice" || kind === "choices" ? suggested[kind] : undefined;

function noteOf(suggested: Suggested, kind: Values["kind"]): { note?: string; disabled?: true } {
  if (kind === suggested.kind) return { note: "matches the values" };
  return optionsOf(suggested, kind) === null ? { note: "too many values", disabled: true } : {};
}

function settingsOf(suggested: Suggested, kind: Values["kind"]) {
  const options = optionsOf(suggested, kind);
  if (options) return { options };
  return kind === "number" || kind === "percent" ? { decimals: suggested.decimals } : {};
}
