export { LettersService } from './letters.service';
