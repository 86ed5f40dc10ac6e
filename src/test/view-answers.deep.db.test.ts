// In full: see `isFull` in `rounds.ts`.
import "./view-answers.db.test";
