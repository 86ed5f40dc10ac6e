import { Search } from "lucide-react";
import { Input } from "./input";

interface SearchInputProps {
  /** For screen readers, and in the empty field where `placeholder` is not given. */
  label: string;
  placeholder?: string;
  value: string;
  onChange(text: string): void;
  /** A light outline. */
  quiet?: boolean;
  /** For a field that somebody has just opened. */
  autoFocus?: boolean;
  /** The width of the field. */
  className: string;
}

/** The search field of a bar above a list. */
export function SearchInput({
  label,
  placeholder = label,
  value,
  onChange,
  quiet,
  autoFocus,
  className,
}: SearchInputProps) {
  return (
    <Input
      type="search"
      size="sm"
      quiet={quiet}
      aria-label={label}
      placeholder={placeholder}
      className="text-ellipsis"
      frameClassName={className}
      before={<Search aria-hidden />}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
