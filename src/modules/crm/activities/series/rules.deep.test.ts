// In full: see `isFull` in `rounds.ts`.
import "./rules.test";
