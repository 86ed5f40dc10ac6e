"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { ChoiceQuestion } from "@/components/form/question-row";
import { counted, type Noun } from "@/lib/counted";
import { andList } from "@/lib/text";
import type { PreviewQuestion } from "@/modules/platform/data/imports/schema";
import type { RowQuestion } from "../schema";
import { EmptyStages } from "./empty-stages";

interface Asked {
  question: RowQuestion;
  label: string;
  /** The same of a number of opportunities. */
  about: Noun;
  hint: string;
  /** The first one holds where nobody has answered. */
  options: readonly [{ value: string; label: string }, { value: string; label: string }];
}

const questions: readonly Asked[] = [
  {
    question: "closedOpportunities",
    label: "Closed opportunities",
    about: {
      one: "closed opportunity is in an open stage in the file",
      many: "closed opportunities are in an open stage in the file",
    },
    hint: "Their other fields are imported in either case.",
    options: [
      { value: "keep", label: "Keep them closed" },
      { value: "reopen", label: "Reopen them" },
    ],
  },
  {
    question: "movedOpportunities",
    label: "Opportunities moved since the last import",
    about: {
      one: "opportunity was moved since the last import",
      many: "opportunities were moved since the last import",
    },
    hint: "Their other fields are imported in either case.",
    options: [
      { value: "keep", label: "Leave them where they are" },
      { value: "move", label: "Move them to the file's stage" },
    ],
  },
  {
    question: "missingValues",
    label: "Opportunities without a value",
    about: {
      one: "opportunity has no value, but a product with a price",
      many: "opportunities have no value, but a product with a price",
    },
    hint: "Each price is in the currency of its product.",
    options: [
      { value: "empty", label: "Leave the value empty" },
      { value: "productPrice", label: "Use the price of the product" },
    ],
  },
];

/** The questions that the rows of a file raise. */
export function RowQuestions(props: PreviewQuestion) {
  const { count = 0, examples = [] } = props.asked.emptyStages ?? {};
  return (
    <>
      <AboutOpportunities {...props} />
      {count > 0 ? (
        <EmptyStages
          file={props.file}
          save={props.save}
          label={`Default stages without opportunities: ${andList(examples)}`}
          hint="If you revert the import, they are restored."
          count={count}
        />
      ) : null}
    </>
  );
}

function AboutOpportunities({ file, asked, save }: PreviewQuestion) {
  const { locale } = useListLocale();
  return questions.map(({ question, label, about, hint, options }) => {
    const found = asked[question];
    if (!found || found.count === 0) return null;
    return (
      <ChoiceQuestion
        key={question}
        label={counted(found.count, about, locale)}
        hint={`${namesOf(found, locale)} ${hint}`}
        wide
        name={label}
        value={file.options.answers[question] ?? options[0].value}
        options={options}
        onValueChange={(value) => save({ answers: { [question]: value } })}
      />
    );
  });
}

/** "Alpha, Beta and 298 others." */
function namesOf({ count, examples }: PreviewQuestion["asked"][string], locale: string): string {
  const shown = examples.slice(0, 3);
  const others = count - shown.length;
  return `${andList(others > 0 ? [...shown, counted(others, { one: "other", many: "others" }, locale)] : shown)}.`;
}
