"use client";

import { ArrowRight, Check, TriangleAlert, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { OptionList } from "@/components/ui/option-list";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { tagsName } from "@/lib/fields/custom";
import { type Field, useMakeOptions, useRecordSearch } from "../client";
import type { Choice, ValueGroup } from "../schema";
import { choiceText, newRecord, suggestedChoice } from "./decisions";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

interface Block {
  group: ValueGroup;
  field: Field | undefined;
  onChoose: (choice: Choice | null) => void;
}

interface Line extends Block {
  /** It is decided alone, though a rule decides about all of its field. */
  singly: boolean;
  onDecideSingly: () => void;
}

const nameOf = ({ text, within }: ValueGroup) => (within === "" ? text : `${text} in ${within}`);

/** One value that needs a decision for all its rows; once decided, it is one line with an undo button. */
export function ValueBlock({ singly, onDecideSingly, ...block }: Line) {
  const { group, field, onChoose } = block;
  const { rows } = useCounts();
  if (group.choice && !(group.byRule && singly))
    return (
      <li className="flex min-h-10 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft">
        <Check aria-hidden className="size-4 text-positive" />
        <span className="mono truncate">{group.text}</span>
        {group.within === "" ? null : <span className="truncate text-muted">{`in ${group.within}`}</span>}
        <ArrowRight aria-hidden className="size-3.5 text-faint" />
        <span className="truncate font-medium">{choiceText(group.choice, field?.label.toLowerCase() ?? "record")}</span>
        <span className="whitespace-nowrap text-muted phone:hidden">{rows(group.rows)}</span>
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          icon={group.byRule ? null : <Undo2 aria-hidden />}
          onClick={group.byRule ? onDecideSingly : () => onChoose(null)}
          aria-label={`${group.byRule ? "Change" : "Undo"} the decision about ${nameOf(group)}`}
        >
          {group.byRule ? "Change" : "Undo"}
        </Button>
      </li>
    );
  return (
    <li className="px-edge pt-3 pb-3.5 hairline-b hairline-soft">
      <div className="flex items-start gap-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-[15px] text-warning" />
        <p className="min-w-0 flex-1">
          {`${group.reason} `}
          <span className="whitespace-nowrap font-medium">{rows(group.rows)}</span>
        </p>
      </div>
      <div className="mt-2.5 flex flex-wrap items-center gap-2 pl-[27px] phone:pl-0">
        <Suggestion {...block} />
        <PickAnother {...block} />
        <NewMeaning {...block} />
        <OtherChoices {...block} />
      </div>
    </li>
  );
}

/** The most probable meaning, as the tinted button; several records of one name stand side by side. */
function Suggestion({ group, onChoose }: Block) {
  if (group.state === "ambiguous")
    return group.suggestions.slice(0, 4).map(({ id, label, why }) => (
      <Button key={id ?? label} onClick={() => id !== null && onChoose({ do: "use", id, label })}>
        {`Use ${label}`}
        {why === "" ? null : <span className="font-normal text-muted">{why}</span>}
      </Button>
    ));
  const [best] = group.suggestions;
  const choice = suggestedChoice(group);
  // Leaving a value empty has its button among the others.
  if (!best || !choice || best.label === "") return null;
  return (
    <>
      <span className="flex h-control items-center gap-2 rounded-md bg-surface-sunken px-2.5 phone:h-auto phone:min-h-control phone:w-full phone:flex-wrap phone:gap-y-0 phone:py-2">
        <span className="mono truncate">{group.text}</span>
        <ArrowRight aria-hidden className="size-3.5 text-accent-text" />
        <span className="truncate font-medium">{best.label}</span>
        <span className="truncate text-muted text-sm">{best.why}</span>
      </span>
      <Button variant="tinted" className="phone:flex-1" onClick={() => onChoose(choice)}>
        {`Use ${best.label}`}
      </Button>
    </>
  );
}

/** Another record, option or text. */
function PickAnother({ group, field, onChoose }: Block) {
  const { importId, file } = useShownFile();
  const [open, setOpen] = useState(false);
  const { suggestions } = group;
  const search = useRecordSearch(importId, file.id, group.field, group.within);
  const isText = field?.kind === "text" || field?.kind === "longText";
  const choose = (choice: Choice) => {
    setOpen(false);
    onChoose(choice);
  };
  const replace = (text: string) => choose({ do: "replace", text });
  const pick = suggestions.length > 0 ? "Pick another" : "Pick one";
  const list = { label: "Find by name", empty: "No record with this name" };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button className="phone:flex-1">{isText ? "Type another" : pick}</Button>
      </PopoverTrigger>
      <PopoverContent aria-label={`Meaning of ${nameOf(group)}`} className="w-72">
        {isText ? (
          <OptionList
            label="Another text"
            empty="Type a text"
            options={suggestions.map(({ label, why }) => ({ value: label, label, note: why }))}
            createLabel={(text) => `Use ${text}`}
            onCreate={replace}
            onPick={({ label }) => replace(label)}
          />
        ) : null}
        {isText || field?.kind === "reference" ? null : (
          <OptionList {...list} options={field?.options ?? []} onPick={({ label }) => replace(label)} />
        )}
        {field?.kind === "reference" ? (
          <OptionList {...list} search={search} onPick={({ value: id, label }) => choose({ do: "use", id, label })} />
        ) : null}
      </PopoverContent>
    </Popover>
  );
}

/** Makes a record or an option of the value, where it may be one. */
function NewMeaning({ group, field, onChoose }: Block) {
  const { importId, file } = useShownFile();
  const make = useMakeOptions(importId);
  const [type, setType] = useState(group.type);
  if (!group.mayCreate) return null;
  const isAhead = group.state === "unknown" && field?.madeAhead;
  if (group.state === "invalid" || isAhead)
    return (
      <Button
        variant={isAhead && group.suggestions.length === 0 ? "tinted" : "ghost"}
        busy={make.isPending}
        onClick={() => make.mutate({ id: importId, fileId: file.id, field: group.field, texts: [group.text] })}
      >
        {group.field === tagsName || isAhead ? `Create ${group.text}` : `Add ${group.text} as an option`}
      </Button>
    );
  const needsType = type !== null && group.suggestions.length === 0;
  return (
    <>
      <Button
        variant={needsType ? "tinted" : "ghost"}
        onClick={() => onChoose({ ...newRecord(group), ...(type === null ? {} : { type }) })}
      >
        {`Create ${group.text}`}
      </Button>
      {needsType ? (
        <span className="flex items-center gap-2 text-muted">
          as
          <span className="w-20">
            <Select
              size="sm"
              quiet
              aria-label={`Type of the ${field?.label.toLowerCase()} ${nameOf(group)}`}
              value={type}
              options={field?.types ?? []}
              onValueChange={setType}
            />
          </span>
        </span>
      ) : null}
    </>
  );
}

/** The buttons that each value has: keep it, leave it empty, skip its rows. */
function OtherChoices({ group, field, onChoose }: Block) {
  const { rows } = useCounts();
  const isNear = group.state === "near";
  const choices: readonly [shown: boolean, label: string, choice: Choice][] = [
    [isNear, `Keep ${group.text}`, { do: "replace", text: group.text }],
    [group.type === null && !(isNear && field?.required), "Leave empty", { do: "empty" }],
    [!isNear, `Skip ${rows(group.rows)}`, { do: "skip" }],
  ];
  return choices.map(([shown, label, choice]) =>
    shown ? (
      <Button key={choice.do} variant="ghost" onClick={() => onChoose(choice)}>
        {label}
      </Button>
    ) : null,
  );
}
