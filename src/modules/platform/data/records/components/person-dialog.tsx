"use client";

import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { TypedConfirm } from "@/components/form/typed-confirm";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Note } from "@/components/ui/note";
import { RadioGroup } from "@/components/ui/radio-group";
import { saveFile } from "@/components/ui/save-file";
import { notify } from "@/components/ui/toast";
import { wordsFor } from "@/lib/counted";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { ElsewhereChoice, MentionChoices, PersonConsequences } from "@/lib/nouns/person-schema";
import { andList } from "@/lib/text";
import { type NounWith, useAnonymizingOf, usePersonActsOf } from "@/trpc/noun-client";
import { ConsequenceList } from "./consequence-list";
import { MentionList } from "./mention-list";

/** Which question is open; null for none. */
export type PersonAct = "anonymize" | "export" | null;

export interface PersonDialogProps {
  noun: NounWith<Fields>;
  record: RecordOf<Fields> & { name: string };
  act: PersonAct;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Asks before a person is anonymised, or before what is held on one is exported. */
export function PersonDialog(props: PersonDialogProps) {
  return props.act === "export" ? <ExportDialog {...props} /> : <AnonymizeDialog {...props} />;
}

const refused = (error: unknown): never => {
  throw new Error(readServerError(error).message);
};

function ExportDialog({ noun, record, open, onOpenChange }: PersonDialogProps) {
  const { exportPersonal } = usePersonActsOf(noun);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Export everything held on ${record.name}?`}
      description={`You get a JSON file with the ${noun.head.one}, its history, and what is linked to it or was imported. The audit log says who exported it.`}
      action="Export personal data"
      tone="primary"
      onConfirm={async () => {
        const { name, content } = await exportPersonal({ id: record.id }).catch(refused);
        saveFile(name, [content], "application/json");
        notify.success("The file was saved");
      }}
    />
  );
}

const descriptionOf = (failed: boolean) =>
  failed
    ? "The texts about this person could not be looked through, so it cannot be done now. Try again."
    : "Name, addresses, personal fields and what was written about this person are erased everywhere, from the history too. This cannot be undone.";

const afterwards = (choices: MentionChoices): string =>
  Object.values(choices).includes(false)
    ? "Other texts are erased within minutes; what you left out stays."
    : "Other texts are erased within minutes.";

/** The facts and texts that stay, whatever is chosen. */
const staysOf = (name: string, { alike }: PersonConsequences): string[] => [
  "Who did what, and when, with “A person” as the name",
  "The account, the owner and the stage",
  `Parts of a name alone: “${name.split(" ")[0]}” may be anybody`,
  "Contents of files on other records",
  ...(alike > 0
    ? [`${alike} ${wordsFor(alike, { one: "other record", many: "other records" })} with the same name or address`]
    : []),
];

function AnonymizeDialog({ noun, record, open, onOpenChange }: PersonDialogProps) {
  const { anonymize } = usePersonActsOf(noun);
  const { data, error } = useAnonymizingOf(noun, record.id, open && noun.head.person === true);
  const [elsewhere, setElsewhere] = useState<ElsewhereChoice>("leave");
  const [mentions, setMentions] = useState<MentionChoices>({});
  const services = data?.elsewhere ?? [];
  return (
    <TypedConfirm
      open={open}
      onOpenChange={onOpenChange}
      name={record.name}
      title={`Anonymise ${record.name}?`}
      description={descriptionOf(error !== null)}
      action={`Anonymise ${noun.head.one}`}
      disabled={!data}
      onConfirm={async () => {
        const choice = services.length > 0 ? { elsewhere } : {};
        await anonymize({ id: record.id, version: record.version, mentions, ...choice }).catch(refused);
        notify.success(`${record.name} was anonymised. ${afterwards(mentions)}`);
      }}
    >
      {data ? (
        <>
          <ConsequenceList title="Their texts are erased too" items={data.linked} />
          <MentionList groups={data.mentions} complete={data.complete} choices={mentions} onChoose={setMentions} />
          <ConsequenceList title="Stays" items={staysOf(record.name, data)} />
          {services.length > 0 ? (
            <RadioGroup
              aria-label={`The ${noun.head.one} in ${andList(services)}`}
              className="mt-3"
              options={[
                { value: "leave", label: `Leave the ${noun.head.one} in ${andList(services)}` },
                {
                  value: "delete",
                  label: "Delete it there too",
                  hint: `It is deleted for good in ${andList(services)}, as soon as the integration works.`,
                },
              ]}
              value={elsewhere}
              onValueChange={setElsewhere}
            />
          ) : null}
          {data.member === null ? null : (
            <Note tone="info" className="mt-3">
              {`${data.member} is a member with the same address, and stays one. Remove the member in Settings.`}
            </Note>
          )}
        </>
      ) : null}
      {data || error ? null : (
        <p role="status" aria-busy="true" className="mt-3 animate-late text-muted">
          {`Looking for texts that mention ${record.name}. This may take some seconds.`}
        </p>
      )}
    </TypedConfirm>
  );
}
