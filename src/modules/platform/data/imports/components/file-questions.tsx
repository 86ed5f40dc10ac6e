"use client";

import { UserRound, UserX } from "lucide-react";
import { type ComponentProps, useCallback } from "react";
import { ChoiceQuestion, QuestionRow } from "@/components/form/question-row";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import type { Option } from "@/components/ui/option-list";
import { nouns, wordsFor } from "@/lib/counted";
import { fileSource } from "@/lib/fields/base";
import { isCustomName } from "@/lib/fields/custom";
import { emptyCells, type IfExists, ifExists } from "@/lib/import-rows";
import { useMemberName, useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useSaveFile } from "../client";
import { asksSource, idField, sourceField } from "../rules";
import type { FileQuestion, ImportFile, MissingRule, PreviewQuestion } from "../schema";
import type { FileAnalysis } from "./decisions";
import { OptionQuestions, offeredValues, SimilarQuestions } from "./many-values";
import { PhoneQuestion } from "./phone-question";
import { type ShownFile, useShownFile, useShownImport } from "./shown-import";
import { TextEditor } from "./text-editor";
import { useCounts } from "./use-counts";

/** Keeps answers, or decisions about values, with a file. */
export function useSaveAnswers(importId: string, file: ImportFile): FileQuestion["save"] {
  const save = useSaveFile(importId, file.id);
  return ({ answers, ...change }) => save({ ...change, ...(answers ? { options: { answers } } : {}) });
}

type Choices = ComponentProps<typeof ChoiceQuestion<string>> & { name: string };
type Words = ReturnType<typeof useCounts>;

const AUTOMATIC = "automatic";
const SINGLY = "singly";

/** The keys that the columns of a file fill, and the chosen one. */
function filledKeys({ file, keys }: ShownFile): ShownFile["keys"] {
  const mapped = new Set(file.mapping.map(({ field }) => field));
  const { recogniseBy } = file.options;
  return keys.filter(({ key, fields }) => key === recogniseBy || fields.every((field) => mapped.has(field)));
}

/** The key by which the rows of a file mean records that exist; asked only where columns fill several. */
function keyQuestion(shown: ShownFile): Choices[] {
  const { file, noun, save } = shown;
  const chosen = file.options.recogniseBy;
  const keys = filledKeys(shown);
  if (keys.length < 2) return [];
  const declared = keys.filter(({ fields }) => !fields.some(isCustomName));
  const automatic = declared.length > 0 ? declared : keys.slice(0, 1);
  return [
    {
      label: "Recognise existing records by",
      name: `Key of ${noun}`,
      value: chosen ?? AUTOMATIC,
      options: [
        { value: AUTOMATIC, label: "Automatic", note: automatic.map(({ label }) => label).join(", else ") },
        ...keys.map(({ key, label }) => ({ value: key, label })),
      ],
      onValueChange: (key) => save({ options: { recogniseBy: key === AUTOMATIC ? null : key } }),
    },
  ];
}

const existingActs: readonly { value: IfExists; label: string; hint?: string }[] = [
  { value: "update", label: "Update the record" },
  { value: "skip", label: "Skip the row" },
  {
    value: "create",
    label: "Create another record",
    hint: "Each import of this file creates them again. Values that must be unique are errors.",
  },
];

/** The outcome of rows whose records exist; asked only where a column can recognise them. */
function existingQuestion(shown: ShownFile): Choices[] {
  const { file, noun, choosesIfExists, save } = shown;
  if (!choosesIfExists || filledKeys(shown).length === 0) return [];
  const value = file.options.ifExists;
  const hint = existingActs.find((act) => act.value === value)?.hint;
  return [
    {
      label: "If a record already exists",
      ...(hint ? { hint } : {}),
      name: `Existing ${noun}`,
      value,
      options: existingActs.map((act) => ({ value: act.value, label: act.label })),
      onValueChange: (next) => save({ options: { ifExists: ifExists.parse(next) } }),
    },
  ];
}

const emptyCellsActs = [
  { value: "keep", label: "Keep the record's value" },
  { value: "clear", label: "Clear the field" },
] as const;

/** The outcome of empty cells in rows that update records. */
function emptyCellsQuestion(shown: ShownFile): Choices[] {
  const { file, noun, choosesEmptyCells, save } = shown;
  if (!choosesEmptyCells || filledKeys(shown).length === 0 || file.options.ifExists !== "update") return [];
  const value = file.options.emptyCells;
  return [
    {
      label: "Empty cells of existing records",
      ...(value === "clear"
        ? { hint: "Names, owners, statuses, required fields and fields that identify records keep their values." }
        : {}),
      name: `Empty cells of existing ${noun}`,
      value,
      options: [...emptyCellsActs],
      onValueChange: (next) => save({ options: { emptyCells: emptyCells.parse(next) } }),
    },
  ];
}

/** The answer for rows that cannot be recognised, because their key is empty. */
function withoutKeyQuestion({ file, analysis, tellsNamesakes, save }: ShownFile, { counted, rows }: Words): Choices[] {
  if (!analysis.withoutKey) return [];
  const { rows: count, key } = analysis.withoutKey;
  const answer = file.options.withoutKey ?? "create";
  const { recogniseBy } = file.options;
  const comparesNames = tellsNamesakes && (recogniseBy === null || recogniseBy.split("+").includes("name"));
  return [
    {
      label: `${rows(count)} ${wordsFor(count, { one: "has", many: "have" })} no ${key}`,
      ...(answer === "create" && !comparesNames
        ? { hint: "If this file is imported again, they are created again." }
        : {}),
      name: `Rows without ${key}`,
      value: answer,
      options: [
        {
          value: "create",
          label: comparesNames
            ? "Compare them by name"
            : `Create ${counted(count, { one: "new record", many: "new records" })}`,
        },
        { value: "skip", label: `Skip ${counted(count, nouns.row)}` },
      ],
      onValueChange: (next) => save({ options: { withoutKey: next === "skip" ? "skip" : "create" } }),
    },
  ];
}

const BY_NAME = "name";
const BY_ID = "id";

/** Whether rows of one name and several ids are one record: the ids may be those of the rows. */
function namesakesQuestion({ file, fields, analysis, noun, save }: ShownFile, { counted, rows }: Words): Choices[] {
  if (!analysis.repeatedNames) return [];
  const { column, names, example, rows: ofExample } = analysis.repeatedNames;
  const header = file.columns[column] ?? "id";
  const others = { one: "other name has several too", many: "other names have several too" };
  const isById = file.mapping.some((one) => one.column === column && one.field === idField);
  const idLabel = fields.find(({ field }) => field === idField)?.label.toLowerCase() ?? "id";
  return [
    {
      label: `${rows(ofExample)} name ${example}, with different values in ${header}`,
      hint: `${names > 1 ? `${counted(names - 1, others)}. ` : ""}Choose one record for each name if ${header} only numbers the rows.`,
      name: `Names of ${noun} with several ids`,
      value: isById ? BY_ID : BY_NAME,
      options: [
        { value: BY_NAME, label: "One record for each name" },
        { value: BY_ID, label: `One record for each ${header}`, note: `It becomes the ${idLabel}` },
      ],
      onValueChange: (value) => {
        const ids = file.mapping.filter((one) => one.field === idField);
        const none = [...ids.map((one) => one.column), column].map((of) => ({ column: of, field: null }));
        save({ mapping: value === BY_ID ? [...none, { column, field: idField }] : none });
      },
    },
  ];
}

/** One answer for all values of a column that name no record, or are not among the choices. */
function missingQuestion(missing: FileAnalysis["missing"][number], shown: ShownFile, words: Words): Choices {
  const { counted, rows } = words;
  const { field: name, label, values, rule, rules } = missing;
  const field = shown.fields.find((one) => one.field === name);
  const isChoice = field?.kind === "enum" || field?.kind === "choices";
  const lacks = isChoice
    ? `of ${field.label} ${wordsFor(values, { one: "is not among the choices", many: "are not among the choices" })}`
    : `${wordsFor(values, { one: "does", many: "do" })} not exist yet`;
  const answers: Readonly<Record<MissingRule, string>> = {
    create: `Create ${counted(values, { one: `new ${label.one}`, many: `new ${label.many}` })}`,
    empty: "Leave the cells empty",
    skip: `Skip ${rows(missing.rows)}`,
  };
  const others = Object.entries(shown.file.options.missing).filter(([other]) => other !== name);
  return {
    label: `${counted(values, label)} ${lacks}, in ${rows(missing.rows)}`,
    hint: [
      ...(rules.includes("create") && missing.createNote !== null ? [`${missing.createNote}.`] : []),
      "You can choose differently for single values below.",
    ].join(" "),
    name: isChoice
      ? `All values of ${field.label} that are not among the choices`
      : `All ${label.many} that do not exist yet`,
    value: rule ?? SINGLY,
    options: [
      { value: SINGLY, label: "Decide for each value" },
      ...rules.map((value) => ({
        value,
        label: answers[value],
        ...(value === "create" && missing.createNote !== null ? { note: missing.createNote } : {}),
      })),
    ],
    onValueChange: (value) => {
      const chosen = rules.find((one) => one === value);
      shown.save({ options: { missing: Object.fromEntries(chosen ? [...others, [name, chosen]] : others) } });
    },
  };
}

const drawn = (questions: readonly Choices[]) =>
  questions.map((question) => <ChoiceQuestion key={question.name} wide {...question} />);

/** The questions about all rows of a file. */
export function ColumnQuestions() {
  const shown = useShownFile();
  const words = useCounts();
  const { file, analysis } = shown;
  return (
    <>
      {file.entity !== null && asksSource(file.mapping) ? <SourceQuestion /> : null}
      {file.entity === null
        ? null
        : drawn([...keyQuestion(shown), ...existingQuestion(shown), ...emptyCellsQuestion(shown)])}
      {drawn([...namesakesQuestion(shown, words), ...withoutKeyQuestion(shown, words)])}
      {file.entity === "member" ? (
        <p className="px-edge py-2.5 text-muted hairline-t">
          {file.mapping.some(({ field }) => field === "email") ? null : "No column holds e-mail addresses. "}
          New people become placeholder members, who can own records and take no seat. No invitations are sent.
        </p>
      ) : null}
      <PhoneQuestion />
      {analysis.asksOwner ? <OwnerQuestion /> : null}
    </>
  );
}

/** For each column with several values that do not exist yet: one answer for all of them. New pipelines come first, with their loss reasons. */
export function ValueQuestions() {
  const shown = useShownFile();
  const words = useCounts();
  const offered = offeredValues(shown);
  const missing = shown.analysis.missing.filter(
    ({ field, values, rule }) => rule !== null || (values > 1 && !offered.has(field)),
  );
  return (
    <>
      <OptionQuestions />
      {drawn(missing.map((one) => missingQuestion(one, shown, words)))}
      <SimilarQuestions />
    </>
  );
}

/** The program that the external ids of a file come from: the same id in two programs means two records. */
function SourceQuestion() {
  const { file, save } = useShownFile();
  const { [sourceField]: constant, ...others } = file.options.constants;
  const source = constant?.do === "replace" ? constant.text : "";
  return (
    <QuestionRow
      label="The external ids come from"
      hint="Enter the program that created the ids, such as your previous CRM. Later files with the same name here update these records."
    >
      <TextEditor
        key={source}
        quiet
        aria-label="Program of the external ids"
        placeholder={fileSource}
        maxLength={200}
        value={source}
        onTake={(typed) => {
          const text = typed.trim();
          if (text === source) return;
          save({
            options: { constants: text === "" ? others : { ...others, [sourceField]: { do: "replace", text } } },
          });
        }}
      />
    </QuestionRow>
  );
}

const ME = "me";
const NOBODY = "nobody";

/** The owner of the new records of a file without a column of owners. */
function OwnerQuestion() {
  const { file, noun, save } = useShownFile();
  const { member } = useWorkspace();
  const members = useMemberSearch();
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const own = [
        { value: ME, label: "Me", icon: <UserRound aria-hidden />, note: member.name },
        { value: NOBODY, label: "Nobody", icon: <UserX aria-hidden /> },
      ].filter((option) => option.label.toLowerCase().includes(text.trim().toLowerCase()));
      return [...own, ...(await members(text)).filter((option) => option.value !== member.id)];
    },
    [members, member.id, member.name],
  );
  const { owner } = file.options;
  const value = owner.kind === "member" ? owner.memberId : owner.kind;
  const named = useMemberName(owner.kind === "member" ? owner.memberId : null);
  const label = { me: `Me, ${member.name}`, nobody: "Nobody", member: named }[owner.kind];
  return (
    <QuestionRow label={`No column contains the owner. New ${noun} belong to`}>
      <Combobox
        size="sm"
        quiet
        aria-label={`Owner of new ${noun}`}
        searchLabel="Find a member"
        value={value}
        // A name that is not known yet: the one that was picked.
        selected={label === undefined ? null : { value, label }}
        placeholder="A member"
        search={search}
        onChange={(option) => {
          if (!option) return;
          const { value: chosen } = option;
          const isKind = chosen === ME || chosen === NOBODY;
          save({ options: { owner: isKind ? { kind: chosen } : { kind: "member", memberId: chosen } } });
        }}
      />
    </QuestionRow>
  );
}

/** The questions that the rows of a file raise, each with the number of records that it concerns. */
export function PreviewQuestions({ file, asked }: Pick<PreviewQuestion, "file" | "asked">) {
  const { detail, questions, go } = useShownImport();
  const saveAnswers = useSaveAnswers(detail.id, file);
  const Own = questions[file.entity ?? ""]?.ofPreview;
  if (!Own || Object.keys(asked).length === 0) return null;
  const save: FileQuestion["save"] = (answers) => {
    // The counts stay in view until the import is checked again.
    go({ step: "preview" });
    saveAnswers(answers);
  };
  return (
    <section aria-label={`Questions about ${file.title}`} className="hairline-b">
      <h3 className="px-edge pt-3.5 pb-1 font-semibold">{`Questions about ${file.title}`}</h3>
      <Own file={file} asked={asked} save={save} />
    </section>
  );
}
