// In full: see `isFull` in `rounds.ts`.
import "./list-answers.db.test";
