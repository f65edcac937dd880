import { declarePart } from '../parts';

declarePart(2, 3);
