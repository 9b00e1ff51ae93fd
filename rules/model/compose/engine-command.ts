import { known } from '../known.ts';
import { type CommandWord, commandWords } from './command-words.ts';
import type { Service } from './types.ts';

/**
 * The whole command line of a service, with what the image for Docker inside Docker puts in front of options: the
 * daemon, and TLS unless DOCKER_TLS_CERTDIR is empty (docker-library/docker, dockerd-entrypoint.sh). Empty where a
 * variable hides a word, which may be any option.
 */
export function engineWords(service: Service): readonly CommandWord[] {
  const words = wordsOf(service);
  return words.every(({ text }) => text.known) ? words : [];
}

function wordsOf(service: Service): readonly CommandWord[] {
  const entrypoint = commandWords(service.get('entrypoint'));
  const command = commandWords(service.get('command'));
  const [first] = command;
  const isOptions = first?.text.known === true && first.text.value.startsWith('-');
  if (first === undefined || !isOptions || entrypoint.length > 0 || !isDockerInDocker(service))
    return [...entrypoint, ...command];
  const added = usesTls(service) ? ['dockerd', '--tlsverify'] : ['dockerd'];
  return [...added.map((text) => ({ text: known(text), written: first.written })), ...command];
}

function isDockerInDocker({ image }: Service): boolean {
  const { repository, tag } = image?.reference ?? {};
  const isDocker = repository?.known === true && /^(?:library\/)?docker$/.test(repository.value);
  return isDocker && tag?.known === true && tag.value?.split('-').includes('dind') === true;
}

function usesTls({ environment }: Service): boolean {
  const folder = environment.find(({ name }) => name === 'DOCKER_TLS_CERTDIR');
  return folder?.value === undefined || !folder.text.known || folder.text.value !== '';
}
