import type { ComposeFile, ComposeProject, FileObject, Network, Volume } from './types.ts';

/**
 * What one service, its readings and the rules about it have taken from the project around it. As long as another
 * project answers all of that the same way, everything found out about the service holds there as well.
 */
export class Outlook {
  readonly #taken = new Map<
    string,
    { readonly read: (project: ComposeProject) => unknown; value: unknown }
  >();
  #project: ComposeProject;

  constructor(project: ComposeProject) {
    this.#project = project;
  }

  /** Whether a project answers everything that was asked so far with the very same values. */
  holdsIn(project: ComposeProject): boolean {
    for (const { read, value } of this.#taken.values()) if (read(project) !== value) return false;
    return true;
  }

  /** Looks at another project from now on, in which it holds. */
  turnTo(project: ComposeProject): void {
    this.#project = project;
  }

  take<T>(name: string, read: (project: ComposeProject) => T): T {
    const value = read(this.#project);
    this.#taken.set(name, { read, value });
    return value;
  }
}

/** A project that notes in an outlook what is taken from it; entries by their name, all else as a whole. */
export class ObservedProject implements ComposeProject {
  readonly #outlook: Outlook;
  readonly networks: ReadonlyMap<string, Network>;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly secrets: ReadonlyMap<string, FileObject>;
  readonly configs: ReadonlyMap<string, FileObject>;

  constructor(outlook: Outlook) {
    this.#outlook = outlook;
    this.networks = new ObservedEntries(outlook, 'networks', (project) => project.networks);
    this.volumes = new ObservedEntries(outlook, 'volumes', (project) => project.volumes);
    this.secrets = new ObservedEntries(outlook, 'secrets', (project) => project.secrets);
    this.configs = new ObservedEntries(outlook, 'configs', (project) => project.configs);
  }

  get path() {
    return this.#outlook.take('path', (project) => project.path);
  }

  get folder() {
    return this.#outlook.take('folder', (project) => project.folder);
  }

  get files() {
    return this.#outlook.take('files', (project) => project.files);
  }

  get view() {
    return this.#outlook.take('view', (project) => project.view);
  }

  get gaps() {
    return this.#outlook.take('gaps', (project) => project.gaps);
  }

  get problems() {
    return this.#outlook.take('problems', (project) => project.problems);
  }

  get services() {
    return this.#outlook.take('services', (project) => project.services);
  }

  get root() {
    return this.#outlook.take('root', (project) => project.root);
  }

  get revisions() {
    return this.#outlook.take('revisions', (project) => project.revisions);
  }

  fileAt(path: string): ComposeFile | undefined {
    return this.#outlook.take(`file ${path}`, (project) => project.fileAt(path));
  }

  fact<T extends string | number | boolean>(name: string, of: (project: ComposeProject) => T): T {
    return this.#outlook.take(`fact ${name}`, (project) => project.fact(name, of));
  }
}

class ObservedEntries<T> implements ReadonlyMap<string, T> {
  readonly #outlook: Outlook;
  readonly #section: string;
  readonly #read: (project: ComposeProject) => ReadonlyMap<string, T>;

  constructor(outlook: Outlook, section: string, read: (project: ComposeProject) => ReadonlyMap<string, T>) {
    this.#outlook = outlook;
    this.#section = section;
    this.#read = read;
  }

  get(name: string): T | undefined {
    return this.#outlook.take(`${this.#section} ${name}`, (project) => this.#read(project).get(name));
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.#all().size;
  }

  forEach(visit: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    this.#all().forEach((value, key) => {
      visit(value, key, this);
    });
  }

  entries() {
    return this.#all().entries();
  }

  keys() {
    return this.#all().keys();
  }

  values() {
    return this.#all().values();
  }

  [Symbol.iterator]() {
    return this.#all()[Symbol.iterator]();
  }

  #all(): ReadonlyMap<string, T> {
    return this.#outlook.take(this.#section, this.#read);
  }
}
