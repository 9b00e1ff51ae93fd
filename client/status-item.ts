import {
  type Disposable,
  type DocumentSelector,
  LanguageStatusSeverity,
  languages,
  Uri,
  workspace,
} from 'vscode';
import type { StatusParams } from '../server/protocol.ts';
import { words } from './words.ts';

/** The items in the editor's language status: the one place that says how Bulkhead is doing. */
export interface StatusItem extends Disposable {
  starting(): void;
  stopped(isRestarting: boolean): void;
  show(status: StatusParams): void;
}

/** Two items, because each can lead to one command only: the state to the output, the tenancy to its choice. */
export function createStatusItem(selector: DocumentSelector): StatusItem {
  const item = languages.createLanguageStatusItem('bulkhead.status', selector);
  item.name = words.name;
  item.text = words.name;
  const toOutput = { title: words.showOutput(), command: 'bulkhead.showOutput' };
  const set = (severity: LanguageStatusSeverity, detail: string, busy: boolean, command = toOutput) => {
    Object.assign(item, { severity, detail, busy, command });
    // A screen reader is told all of it in one sentence; what the colour says is in the words.
    item.accessibilityInformation = { label: `${words.name}. ${detail}` };
  };
  const tenancyItem = languages.createLanguageStatusItem('bulkhead.tenancy', selector);
  tenancyItem.name = words.tenancyName();
  tenancyItem.command = { title: words.selectTenancy(), command: 'bulkhead.selectTenancy' };
  const setTenancy = (tenancy: string) => {
    tenancyItem.text = words.tenancy(tenancy);
    tenancyItem.detail = words.tenancyDetail();
    tenancyItem.accessibilityInformation = { label: `${words.tenancy(tenancy)}. ${words.tenancyDetail()}` };
  };
  setTenancy('…');
  return {
    starting: () => set(LanguageStatusSeverity.Information, words.starting(), true),
    stopped(isRestarting) {
      const detail = isRestarting ? words.restarting() : words.stopped();
      set(LanguageStatusSeverity.Error, detail, isRestarting, {
        title: words.restart(),
        command: 'bulkhead.restart',
      });
    },
    show({ state, files, problems, tenancy, note, slow = [] }) {
      const severity =
        state === 'error'
          ? LanguageStatusSeverity.Error
          : note === undefined
            ? LanguageStatusSeverity.Information
            : LanguageStatusSeverity.Warning;
      const sentences = [
        ...(state === 'busy' ? [words.checking()] : []),
        // What is unusual comes first, because the editor cuts what is long.
        ...(note === undefined ? [] : [note]),
        words.counts(problems, files),
        ...(slow.length === 0
          ? []
          : [words.slow(slow.map(({ uri, milliseconds }) => words.slowFile(shortName(uri), milliseconds)))]),
      ];
      set(severity, sentences.join(' '), state === 'busy');
      setTenancy(tenancy);
    },
    dispose() {
      item.dispose();
      tenancyItem.dispose();
    },
  };
}

/** A file as the user knows it: below its folder, and with the folder's name where there are several. */
function shortName(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri));
}
