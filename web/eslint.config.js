//! What a program can see of the web's rules.
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const FROM_TYPES = { name: 'discord-api-types/v10', message: 'Types only: its values do not shake out of a bundle.', allowTypeImports: true };

/** What a folder must not import, with the reason. */
function forbids(files, patterns) {
  return { files, rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [FROM_TYPES], patterns }] } };
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/parvis.d.ts', 'test-results'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [FROM_TYPES] }],
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Text never becomes HTML.' }, { property: 'outerHTML', message: 'Text never becomes HTML.' }],
      'svelte/no-at-html-tags': 'error',
      // Maps and sets that nothing draws from are plain ones on purpose; what is drawn is `$state` or a SvelteMap.
      'svelte/prefer-svelte-reactivity': 'off',
      // svelte-check knows better which ones are needed, and fails on its warnings.
      'svelte/no-unused-svelte-ignore': 'off',
      // The router is our own; its links are plain.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['tests/**'], rules: { 'no-restricted-properties': 'off' } },
  forbids(['src/gateway/**'], [{ group: ['**/state/**', '**/rooms/**', '**/parts/**'], message: 'The gateway knows neither the state nor the page.' }]),
  forbids(['src/state/**'], [{ caseSensitive: true, regex: '/(rooms|parts)/|[A-Z]\\w*\\.svelte$', message: 'State never imports a component.' }]),
  forbids(['src/parts/**', 'src/markdown/**'], [{ group: ['**/rooms/**', '**/api/client'], message: 'What draws does not call the API and knows no room.' }]),
);
