import type { CatalogueEntry } from '@shared/compose/build/catalogue';
import { emptyDraft, freeName, type Note } from '@shared/compose/build/draft';
import { mergeDrafts } from '@shared/compose/build/merge';
import { liftSecrets } from '@shared/compose/build/secret-names';
import { writeStack } from '@shared/compose/build/write';
import type { WizardFolder } from '@shared/contract/compose-wizard';
import { locale, tr } from '../../../lib/i18n.svelte';
import { draftOf, emptyService, freshAnswers, withNeeds, wrongIn, type Part } from './parts';
import { pictureOfDraft } from './picture';

/** A part without its id. */
type Fresh<T> = T extends Part ? Omit<T, 'id'> : never;

/** A stack that is being put together: its parts, its name, its place, and what all that gives. */
export class NewStack {
  parts = $state.raw<readonly Part[]>([]);
  /** Service -> those that it starts after, as far as the person said so. */
  needs = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  folder = $state.raw<WizardFolder | undefined>(undefined);
  /** Names of the stacks that there are. */
  taken = $state.raw<readonly string[]>([]);
  #named = $state<string | undefined>(undefined);
  #next = 1;

  readonly name = $derived(this.#named ?? this.#proposed());
  /** In the chosen folder itself when it is what is built; else in one of its own below it. */
  readonly below = $derived(
    this.parts.some((part) => part.kind === 'folder' && part.folder.path === this.folder?.path)
      ? ''
      : this.name,
  );
  readonly target = $derived(
    this.folder === undefined
      ? undefined
      : this.below === ''
        ? this.folder.path
        : `${this.folder.path.replace(/[\\/]$/, '')}${this.folder.path.includes('\\') ? '\\' : '/'}${this.below}`,
  );
  readonly drafted = $derived.by(() => {
    const parts = this.parts.map((part) => draftOf(part, this.target, locale()));
    const merged = mergeDrafts(parts, { ...emptyDraft, ...(this.nameOk && { name: this.name }) });
    const { draft, notes } = withNeeds(merged, this.needs);
    return { draft: liftSecrets(draft, tr('cwizard.missing')), notes };
  });
  readonly services = $derived(Object.keys(this.drafted.draft.services));
  readonly files = $derived(
    writeStack(this.drafted.draft, { envHead: [tr('cwizard.env.head'), tr('cwizard.env.headOnly')] }),
  );
  readonly picture = $derived(pictureOfDraft(this.drafted.draft));
  readonly notes: readonly Note[] = $derived(this.drafted.notes);
  readonly wrong = $derived(this.parts.map((part) => ({ id: part.id, wrong: wrongIn(part) })));
  readonly ready = $derived(
    this.services.length > 0 &&
      this.nameOk &&
      this.wrong.every(({ wrong }) => Object.keys(wrong).length === 0),
  );

  get nameOk(): boolean {
    return /^[a-z0-9][a-z0-9_-]*$/.test(this.name);
  }

  /** Another stack has its name: that one would be changed. */
  get nameTaken(): boolean {
    return this.taken.includes(this.name);
  }

  setName(name: string): void {
    this.#named = name;
  }

  add(part: Fresh<Part>): void {
    this.parts = [...this.parts, { ...part, id: this.#next++ }];
  }

  addEntry(entry: CatalogueEntry): void {
    this.add({ kind: 'catalogue', entry, answers: freshAnswers(entry) });
  }

  /** An entry of the catalogue, unless it is there. */
  addOnce(entry: CatalogueEntry | undefined): void {
    if (entry === undefined) return;
    if (!this.parts.some((part) => part.kind === 'catalogue' && part.entry.id === entry.id))
      this.addEntry(entry);
  }

  /** Pasted commands, in the place of those that are nothing yet. */
  addCommands(text: string): void {
    const same = this.parts.find((part) => part.kind === 'commands' && ['', text].includes(part.text.trim()));
    if (same?.kind === 'commands') this.change({ ...same, text });
    else this.add({ kind: 'commands', text });
  }

  addFolder(folder: WizardFolder): void {
    const first = folder.dockerfiles[0]?.name ?? '';
    const dockerfile = folder.dockerfiles.find(({ name }) => name === 'Dockerfile')?.name ?? first;
    this.folder ??= folder;
    this.add({ kind: 'folder', folder, dockerfile, ports: {} });
  }

  addService(): void {
    this.add({ kind: 'service', form: emptyService });
  }

  change(part: Part): void {
    this.parts = this.parts.map((each) => (each.id === part.id ? part : each));
  }

  remove(id: number): void {
    this.parts = this.parts.filter((part) => part.id !== id);
  }

  #proposed(): string {
    const first = this.parts[0];
    const word =
      first?.kind === 'catalogue'
        ? first.entry.id
        : first?.kind === 'folder'
          ? first.folder.name
          : 'my-stack';
    const name = word
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '');
    return freeName(name === '' ? 'my-stack' : name, (each) => this.taken.includes(each));
  }
}
