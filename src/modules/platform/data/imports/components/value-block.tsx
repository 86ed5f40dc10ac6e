"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Check, TriangleAlert, Undo2 } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "@/components/ui/button";
import { type Option, OptionList } from "@/components/ui/option-list";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { tagsName } from "@/lib/fields/custom";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { useMakeOptions } from "../own-fields/client";
import type { Choice, ValueGroup } from "../schema";
import { choiceText, newRecord, suggestedChoice } from "./decisions";
import { useCounts } from "./use-counts";

type Field = RouterOutputs["imports"]["objects"][number]["fields"][number];

interface Block {
  importId: string;
  fileId: string;
  group: ValueGroup;
  field: Field | undefined;
  onChoose: (choice: Choice | null) => void;
}

interface Line extends Block {
  /** Its rule is left for it: it is decided alone. */
  apart: boolean;
  onApart: () => void;
}

const nameOf = ({ text, within }: ValueGroup) => (within === "" ? text : `${text} in ${within}`);

/** One value that needs a decision for all its rows; once decided, it is one line with an undo button. */
export function ValueBlock({ importId, fileId, group, field, onChoose, apart, onApart }: Line) {
  const { rows } = useCounts();
  if (group.choice && !(group.byRule && apart))
    return (
      <li className="flex min-h-10 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft">
        <Check aria-hidden className="size-4 text-positive" />
        <span className="mono truncate">{group.text}</span>
        {group.within === "" ? null : <span className="truncate text-muted">{`in ${group.within}`}</span>}
        <ArrowRight aria-hidden className="size-3.5 text-faint" />
        <span className="truncate font-medium">{choiceText(group.choice, field?.label.toLowerCase() ?? "record")}</span>
        <span className="whitespace-nowrap text-muted phone:hidden">{rows(group.rows)}</span>
        {group.byRule ? (
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto"
            onClick={onApart}
            aria-label={`Change the decision about ${nameOf(group)}`}
          >
            Change
          </Button>
        ) : (
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto"
            icon={<Undo2 aria-hidden />}
            onClick={() => onChoose(null)}
            aria-label={`Undo the decision about ${nameOf(group)}`}
          >
            Undo
          </Button>
        )}
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
        <Suggestion group={group} onChoose={onChoose} />
        <PickAnother importId={importId} fileId={fileId} group={group} field={field} onChoose={onChoose} />
        <Others importId={importId} fileId={fileId} group={group} field={field} onChoose={onChoose} />
      </div>
    </li>
  );
}

/** The most probable meaning, as the tinted button; several records of one name stand side by side. */
function Suggestion({ group, onChoose }: { group: ValueGroup; onChoose: (choice: Choice) => void }) {
  if (group.state === "ambiguous")
    return group.suggestions.slice(0, 4).map((one) => (
      <Button
        key={one.id ?? one.label}
        onClick={() => one.id !== null && onChoose({ do: "use", id: one.id, label: one.label })}
      >
        {`Use ${one.label}`}
        {one.why === "" ? null : <span className="font-normal text-muted">{one.why}</span>}
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

function PickAnother({ importId, fileId, group, field, onChoose }: Block) {
  const api = useApi();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { field: name, within } = group;
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const found = await client.fetchQuery(
        api.imports.candidates.queryOptions({ id: importId, fileId, field: name, within, q: text }),
      );
      return found.map(({ id, label, note }) => ({ value: id, label, ...(note === "" ? {} : { note }) }));
    },
    [client, api, importId, fileId, name, within],
  );
  const isReference = field?.kind === "reference";
  const isText = field?.kind === "text" || field?.kind === "longText";
  const pick = group.suggestions.length > 0 ? "Pick another" : "Pick one";
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button className="phone:flex-1">{isText ? "Type another" : pick}</Button>
      </PopoverTrigger>
      <PopoverContent aria-label={`Meaning of ${nameOf(group)}`} className="w-72">
        <OptionList
          label={isText ? "Another text" : "Find by name"}
          {...(isReference ? { search } : { options: isText ? suggested(group) : (field?.options ?? []) })}
          empty={isText ? "Type a text" : "No record with this name"}
          {...(isText
            ? {
                createLabel: (text: string) => `Use ${text}`,
                onCreate: (text: string) => {
                  setOpen(false);
                  onChoose({ do: "replace", text });
                },
              }
            : {})}
          onPick={(option) => {
            setOpen(false);
            onChoose(
              isReference
                ? { do: "use", id: option.value, label: option.label }
                : { do: "replace", text: option.label },
            );
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

const suggested = (group: ValueGroup): Option[] =>
  group.suggestions.map(({ label, why }) => ({ value: label, label, note: why }));

/** The buttons that each value has: create, leave empty, skip its rows. */
function Others({ importId, fileId, group, field, onChoose }: Block) {
  const make = useMakeOptions(importId);
  const makesOption = group.state === "invalid";
  const [type, setType] = useState(group.type);
  const { rows } = useCounts();
  const hasTypes = type !== null;
  return (
    <>
      {group.mayCreate && makesOption ? (
        <Button
          variant="ghost"
          busy={make.isPending}
          onClick={() => make.mutate({ id: importId, fileId, field: group.field, texts: [group.text] })}
        >
          {group.field === tagsName ? `Create ${group.text}` : `Add ${group.text} as an option`}
        </Button>
      ) : null}
      {group.mayCreate && !makesOption ? (
        <Button
          variant={hasTypes && group.suggestions.length === 0 ? "tinted" : "ghost"}
          onClick={() => onChoose({ ...newRecord(group), ...(hasTypes ? { type } : {}) })}
        >
          {`Create ${group.text}`}
        </Button>
      ) : null}
      {group.mayCreate && hasTypes && group.suggestions.length === 0 ? (
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
      {group.state === "near" ? (
        <Button variant="ghost" onClick={() => onChoose({ do: "replace", text: group.text })}>
          {`Keep ${group.text}`}
        </Button>
      ) : null}
      {hasTypes ? null : (
        <Button variant="ghost" onClick={() => onChoose({ do: "empty" })}>
          Leave empty
        </Button>
      )}
      {group.state === "near" ? null : (
        <Button variant="ghost" onClick={() => onChoose({ do: "skip" })}>
          {`Skip ${rows(group.rows)}`}
        </Button>
      )}
    </>
  );
}
